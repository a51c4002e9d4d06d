import Foundation
import WeirCore
import WeirIngest
import WeirRedact
import WeirStudy

/// Counts the cells that name somebody, by column and kind. Only whoever has the file is told: the merge reads no
/// originals, and masks what it finds in translations.
struct IdentifyingCells: Sendable {
    /// What a column holds, and so how it is looked at.
    private enum Content {
        /// English, looked at as the merge does; with the names that its question brings up.
        case translation(AllowedWords)
        /// An open answer as it was said.
        case original
        /// Listed answers, numbers and dates; or nobody knows what. Known answers by their hashes.
        case other(known: Set<UInt64>)
    }

    fileprivate struct Subject: Hashable {
        var column: Int
        var kind: MentionKind
        var code: DiagnosticCode
    }

    private let columns: [(column: Int, content: Content)]
    private let scrubbing: AnswerScrubbing
    private let scrubbers = ScrubberPool()
    private let seen = SeenAnswers()

    /// How many cells of a batch give something away.
    struct Found: Summary {
        fileprivate var tallies: [Subject: Tally] = [:]

        mutating func merge(_ later: Self) {
            tallies.merge(later.tallies) { earlier, later in
                var sum = earlier
                sum.merge(later)
                return sum
            }
        }

        /// A cell counts once for each kind.
        fileprivate mutating func add(_ kinds: [MentionKind], _ code: DiagnosticCode, _ column: Int, _ row: Int) {
            for kind in kinds {
                tallies[Subject(column: column, kind: kind, code: code), default: Tally()].add(row: row)
            }
        }
    }

    /// - Parameter told: columns of which it is said already that they hold what identifies.
    init(_ study: Study, _ crosswalk: Crosswalk, _ binder: Binder, told: Set<Int>) {
        let language = study.rules(for: crosswalk.country)?.language ?? ""
        let names = study.scenarioNames.filter { $0.country == crosswalk.country }
        let allowed = Dictionary(grouping: names, by: \.variable).mapValues { AllowedWords($0.map(\.name)) }
        var contents: [Int: Content] = [:]
        for column in binder.undeclared(crosswalk) { contents[column] = .other(known: []) }
        for source in crosswalk.columns {
            guard let column = binder.find(source.source) else { continue }
            switch source.operation {
            case .translation: contents[column] = .translation(allowed[source.variable] ?? .none)
            case .original, .other: contents[column] = .original
            case .id, .collector, .submitted: break
            default:
                var known: Set<UInt64> = []
                if case .other(let others)? = contents[column] { known = others }
                let variable = study.codebook.variables[source.variable]
                let answers = source.answers + source.labelled(for: variable, in: language)
                known.formUnion(answers.map { Self.hash($0.text.utf8) })
                contents[column] = .other(known: known)
            }
        }
        for column in told { if case .other? = contents[column] { contents[column] = nil } }
        columns = contents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        scrubbing = AnswerScrubbing(RedactSettings.policy(of: study))
    }

    /// Lends a worker what it looks with.
    func looking<T>(_ body: (Scrubber) throws -> T) rethrows -> T { try scrubbers.with(body) }

    func look(
        at record: [Cell], _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int, with scrubber: Scrubber,
        into found: inout Found
    ) {
        for (column, content) in columns where column < record.count && record[column].length > 2 {
            let text = bytes[record[column]]
            let hash = Self.hash(text)
            switch content {
            case .translation(let names):
                let kinds = seen.kinds(of: hash, in: column) {
                    scrubbing.scrub(text, scrubber, allowing: names).found
                }
                found.add(kinds, .answerIdentifies, column, row)
            case .original:
                let kinds = seen.kinds(of: hash, in: column) { scrubber.identifiers(inOriginal: text) }
                found.add(kinds, .originalIdentifies, column, row)
            case .other(let known):
                if known.contains(hash) { continue }
                let kinds = seen.kinds(of: hash, in: column) { scrubber.identifiers(inOriginal: text) }
                found.add(kinds, .cellIdentifies, column, row)
            }
        }
    }

    /// One finding for each column and kind, in their order.
    func findings(_ found: Found, in file: String) -> [Diagnostic] {
        columns.flatMap { column, _ in
            MentionKind.allCases.flatMap { kind in
                Self.codes.compactMap { code in
                    found.tallies[Subject(column: column, kind: kind, code: code)].map {
                        Diagnostic(
                            code, at: Place(file: file, row: $0.firstRows.first, column: column), label: kind.rawValue,
                            count: $0.count, firstRows: $0.firstRows)
                    }
                }
            }
        }
    }

    private static let codes: [DiagnosticCode] = [.answerIdentifies, .originalIdentifies, .cellIdentifies]

    /// FNV-1a: enough to pass over what the questionnaire offers.
    private static func hash(_ text: some Sequence<UInt8>) -> UInt64 {
        text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// What was found in answers that were looked at already: the same words to a question are looked at once. It is
/// forgotten before it grows large.
///
/// Unchecked Sendable: the answers are touched under the lock only.
private final class SeenAnswers: @unchecked Sendable {
    private struct Answer: Hashable {
        var text: UInt64
        var column: Int
    }

    private var kinds: [Answer: [MentionKind]] = [:]
    private let lock = NSLock()
    private static let most = 1 << 16

    /// The kinds that name somebody directly, each once.
    func kinds(of text: UInt64, in column: Int, finding find: () -> [Mention]) -> [MentionKind] {
        let answer = Answer(text: text, column: column)
        if let known = lock.withLock({ kinds[answer] }) { return known }
        let found = Set(find().map(\.kind)).filter(\.isDirect)
        let sorted = MentionKind.allCases.filter(found.contains)
        lock.withLock {
            if kinds.count == Self.most { kinds.removeAll(keepingCapacity: true) }
            kinds[answer] = sorted
        }
        return sorted
    }
}

extension Scrubber.Outcome {
    /// The mentions; none of an answer that stays doubtful.
    fileprivate var found: [Mention] {
        guard case .scrubbed(let mentions) = self else { return [] }
        return mentions
    }
}
