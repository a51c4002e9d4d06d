import WeirCore
import WeirFlow
import WeirFormats
import WeirIngest
import WeirStudy

/// A second look at a file, on the partner's side only: at what its cells give away, the originals too, and at which of
/// the questionnaire's answers an unknown one is nearest to. The merge reads no originals and needs no guesses, so neither is in the verdict.
struct PartnerReading {
    private let entry: Inbox.Entry
    private let rules: CountryRules
    private let crosswalk: Crosswalk
    private let study: Study
    private let flow: Flow

    /// What was found.
    struct Found {
        var identifying: [Diagnostic] = []
        /// By column, the nearest answers.
        var nearest: [Int: [String]] = [:]
        /// By column, what it takes: codes, or the few answers there are where none is near.
        var offered: [Int: String] = [:]
    }

    init(_ entry: Inbox.Entry, _ rules: CountryRules, _ crosswalk: Crosswalk, _ study: Study, _ flow: Flow) {
        self.flow = flow
        self.entry = entry
        self.rules = rules
        self.crosswalk = crosswalk
        self.study = study
    }

    /// Reads the file once more.
    /// - Parameters:
    ///   - findings: those about unknown answers say which cells to look at; what they tell is not told twice.
    ///   - left: rows of which nobody knows what they hold.
    func read(_ findings: [Diagnostic], leaving left: LeftOut) throws -> Found {
        let file = try TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: entry.name, leaving: left)
        let binder = Binder(layout: try records.readLayout(of: crosswalk), file: entry.name)
        let crosswalk = binder.fitted(crosswalk, study.codebook)
        let told = findings.filter { [.identifierMisplaced, .columnIdentifies].contains($0.code) }
        let cells = IdentifyingCells(study, crosswalk, binder, told: Set(told.compactMap(\.place.column)))
        let answers = NearestAnswers(findings, binder, crosswalk, study.codebook, language: rules.language)
        let look = SecondLook(cells: cells, answers: answers, parser: RecordParser(delimiter: file.delimiter))
        let learnt = try flow.run(look, reading: { try records.next() }) { _ in }.learnt
        return Found(
            identifying: cells.findings(learnt.cells, in: entry.name), nearest: learnt.nearest.answers,
            offered: answers.offered(beside: learnt.nearest.answers))
    }
}

/// The second look at a batch.
private struct SecondLook: Stage {
    let cells: IdentifyingCells
    let answers: NearestAnswers
    let parser: RecordParser

    struct Learnt: Summary {
        var cells = IdentifyingCells.Found()
        var nearest = NearestAnswers.Found()

        mutating func merge(_ later: Self) {
            cells.merge(later.cells)
            nearest.merge(later.nearest)
        }
    }

    var name: String { "second look" }

    func process(_ batch: Batch<Bytes>) -> (Batch<Bytes>, Learnt) {
        let storage = batch.storage
        var learnt = Learnt()
        var record: [Cell] = []
        var row = storage.firstRow
        cells.looking { scrubber in
            parser.withCursor(over: &storage.bytes, storage.ends) { records in
                let bytes = records.text.assumingMemoryBound(to: UInt8.self)
                while records.next(into: &record) {
                    cells.look(at: record, bytes, row, with: scrubber, into: &learnt.cells)
                    answers.look(at: record, bytes, row, into: &learnt.nearest)
                    row += 1
                }
            }
        }
        return (batch, learnt)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A cell's text.
    subscript(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[Int(cell.offset)..<Int(cell.offset + cell.length)])
    }
}

/// The questionnaire's answers that unknown ones are nearest to.
private struct NearestAnswers: Sendable {
    private struct Wanted {
        var rows: Set<Int>
        var answers: [(letters: [Unicode.Scalar], shown: String)]
    }

    private var wanted: [Int: Wanted] = [:]
    /// By column, the codes that it takes.
    private var codes: [Int: String] = [:]

    /// The nearest by column, in the order of the rows.
    struct Found: Summary {
        private(set) var answers: [Int: [String]] = [:]

        mutating func add(_ answer: String, _ column: Int) {
            if answers[column, default: []].count < most, answers[column]?.contains(answer) != true {
                answers[column, default: []].append(answer)
            }
        }

        mutating func merge(_ later: Self) {
            for (column, answers) in later.answers { for answer in answers { add(answer, column) } }
        }
    }

    private static let most = 3
    /// So many answers are shown as a whole.
    private static let mostOffered = 8
    private static let likeness = 0.5

    init(
        _ findings: [Diagnostic], _ binder: Binder, _ crosswalk: Crosswalk, _ codebook: Codebook, language: String
    ) {
        for finding in findings where finding.code == .answerUnknown {
            guard let column = finding.place.column else { continue }
            let own = crosswalk.columns.filter { binder.find($0.source) == column && $0.operation.hasAnswers }
            // No code is near another one: of 11 nobody knows whether it was meant to be 1.
            if let codes = Self.codes(own.flatMap { $0.answers.map(\.text) }) {
                self.codes[column] = codes
                continue
            }
            let answers = own.flatMap { source in
                source.answers.map { answer in
                    let category = codebook.variables[source.variable].categories.first { $0.code == answer.code }
                    let label = category?.labels[language] ?? ""
                    let isSame = label.isEmpty || TextFolding.folded(label) == TextFolding.folded(answer.text)
                    return (
                        Self.letters(answer.text), isSame ? answer.text : "\(answer.text) – \(label)"
                    )
                }
            }
            wanted[column] = Wanted(rows: Set(finding.firstRows), answers: answers)
        }
    }

    /// What columns take of which no answer is near.
    func offered(beside nearest: [Int: [String]]) -> [Int: String] {
        let lists = wanted.filter { nearest[$0.key] == nil && $0.value.answers.count <= Self.mostOffered }
        return codes.merging(lists.mapValues { $0.answers.map(\.shown).joined(separator: "; ") }) { codes, _ in codes }
    }

    /// Codes as people write them: `1–10, 99`; nil when there are others than numbers.
    private static func codes(_ texts: [String]) -> String? {
        let numbers = texts.map { Int($0) }
        guard !texts.isEmpty, !numbers.contains(nil) else { return nil }
        let runs = Set(numbers.compactMap(\.self)).sorted().reduce(into: [ClosedRange<Int>]()) { runs, number in
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ", ")
    }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        Array(TextFolding.folded(text).unicodeScalars.prefix(120))
    }

    func look(at record: [Cell], _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int, into found: inout Found) {
        for (column, wanted) in wanted where column < record.count && wanted.rows.contains(row) {
            let letters = Self.letters(String(decoding: bytes[record[column]].prefix(480), as: UTF8.self))
            let likely = wanted.answers.map { answer in
                let longer = max(answer.letters.count, letters.count, 1)
                return (answer.shown, 1 - Double(letters.distance(to: answer.letters)) / Double(longer))
            }
            guard let best = likely.max(by: { $0.1 < $1.1 }), best.1 >= Self.likeness else { continue }
            found.add(best.0, column)
        }
    }
}
