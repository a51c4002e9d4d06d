public import WeirCore
import WeirFormats
import WeirIngest
import WeirKeys
public import WeirStudy

/// The wording of an export's questions, and what of it differs from the one that was fielded.
public struct Fingerprints {
    /// One for each question that the export has, in the codebook's order.
    public let all: [Fingerprint]
    /// The first column of each.
    private let columns: [Int: Int]
    /// The header's first row.
    private let row: Int

    /// The wording of a country's export.
    /// - Throws: `Diagnostic` or `Diagnostics` when the export is not read.
    public init(of path: String, _ rules: CountryRules, in study: Study) throws {
        guard let crosswalk = study.crosswalks[rules.country] else {
            throw Diagnostic(.countryUnknown, at: Place(file: path))
        }
        let file = try TableFile(path: path, name: path, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: path)
        let layout = try records.readLayout()
        if let defect = layout.defect { throw defect }
        let binder = Binder(layout: layout, file: path)
        self.init(binder.fitted(crosswalk, study.codebook), layout, binder)
    }

    /// - Parameter crosswalk: fitted to the layout.
    init(_ crosswalk: Crosswalk, _ layout: Layout, _ binder: Binder) {
        var wording: [Int: QuestionWording] = [:]
        for source in crosswalk.columns where source.operation.isQuestion {
            guard let column = binder.find(source.source) else { continue }
            wording[source.variable, default: QuestionWording(column: column)].add(source, layout.names(of: column))
        }
        all = wording.sorted { $0.key < $1.key }.map { $1.fingerprint(of: $0, layout.export.words) }
        columns = wording.mapValues(\.column)
        row = layout.firstRow
    }

    /// The questions whose wording is not the one that was fielded, by their place and name. What was never fingerprinted in
    /// this layout is not compared.
    func changes(since fielded: [Fingerprint], _ codebook: Codebook, file: String) -> [Diagnostic] {
        let before = Dictionary(fielded.map { ($0.variable, $0) }, uniquingKeysWith: { first, _ in first })
        return all.flatMap { now -> [Diagnostic] in
            guard let old = before[now.variable], old.layout == now.layout else { return [] }
            let place = Place(file: file, row: row, column: columns[now.variable])
            let changes: [(DiagnosticCode, Bool)] = [
                (.questionChanged, old.question != now.question), (.optionsChanged, old.options != now.options),
            ]
            return changes.filter(\.1).map {
                Diagnostic($0.0, at: place, label: codebook.variables[now.variable].name)
            }
        }
    }
}

/// A question as an export's header and the crosswalk word it.
private struct QuestionWording {
    let column: Int
    private var question: [String] = []
    private var options: [String] = []

    init(column: Int) { self.column = column }

    /// Adds a column under all its names. A column for an option names it in its header.
    mutating func add(_ source: CrosswalkColumn, _ names: [SourceColumn]) {
        let isOption = source.operation == .ticked || source.operation == .fold
        for name in names {
            if !isOption {
                question += [name.question, name.part]
            } else if name.part.isEmpty {
                options.append(name.question)
            } else {
                question.append(name.question)
                options.append(name.part)
            }
        }
        if !isOption { options += source.answers.map(\.text) }
    }

    func fingerprint(of variable: Int, _ layout: String) -> Fingerprint {
        Fingerprint(
            variable: variable, layout: layout, question: Self.digest(question), options: Self.digest(options))
    }

    /// Of the texts as a set: in which order columns stand, and how often a question stands above its options, says nothing.
    private static func digest(_ texts: [String]) -> String {
        let folded = Set(texts.map(TextFolding.folded)).sorted()
        return String(Digest(of: Array(folded.joined(separator: "\u{1F}").utf8)).hexadecimal.prefix(16))
    }
}

extension CrosswalkOperation {
    /// Whether the column asks something, rather than being about the interview.
    fileprivate var isQuestion: Bool {
        switch self {
        case .id, .collector, .submitted, .flag: false
        default: true
        }
    }
}
