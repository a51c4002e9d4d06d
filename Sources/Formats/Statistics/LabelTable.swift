import WeirCore

/// The labels of a data file's values as a table: the variable's place, the code, the label, and whether the file counts
/// the value as no answer.
struct LabelTable {
    static let header = ["place", "code", "label", "missing"]
    private var writer = CSVWriter()
    var bytes: [UInt8] { writer.bytes }

    init() { writer.record(Self.header) }

    mutating func add(
        _ variable: StatisticsDictionary.Variable, _ labels: StatisticsDictionary.Labels?, at place: Int,
        _ decoder: StatisticsDecoder
    ) {
        func text(_ bytes: [UInt8]) -> String { String(decoding: decoder.decoded(bytes), as: UTF8.self) }
        let numbers = (labels?.numbers ?? [:]).map { (StatisticsDictionary.number(of: $0.key), $0.value) }
        for (number, label) in numbers.sorted(by: { ($0.0 ?? .infinity, text($0.1)) < ($1.0 ?? .infinity, text($1.1)) })
        {
            let code = number.map { String(decoding: StatisticsNumber.written($0, mark: 46), as: UTF8.self) }
            // Stata's `.a` to `.z` are no numbers.
            let isMissing = number.map { number in variable.missing.contains { $0.contains(number) } } ?? true
            writer.record(["\(place)", code ?? "", text(label), isMissing ? "yes" : ""])
        }
        let texts = (labels?.texts ?? [:]).map { (text($0.key), text($0.value)) }
        for (code, label) in texts.sorted(by: { $0 < $1 }) { writer.record(["\(place)", code, label, ""]) }
    }
}

/// The labels that a data file of SPSS or Stata has for the values of its variables.
public struct ValueLabels: Sendable {
    /// A value with its label.
    public struct Entry: Equatable, Sendable {
        /// The value as text; empty for one of Stata's missing values.
        public var code: String
        /// The label.
        public var label: String
        /// Whether the file counts the value as no answer.
        public var isMissing: Bool
    }

    private let entries: [Int: [Entry]]

    /// Reads them. A file of another kind has none.
    /// - Throws: a `Diagnostic` that says why the file is no table.
    public init(path: String, name: String) throws {
        let file = try TableFile(path: path, name: name, hints: .init(wantsLabels: true))
        guard case .statistics = file.format.content else {
            entries = [:]
            return
        }
        let parser = RecordParser(delimiter: file.delimiter)
        var entries: [Int: [Entry]] = [:]
        while let piece = try file.reader.next() {
            // What comes out of the other process is checked like any text.
            for record in parser.texts(in: piece.bytes) where record.count == LabelTable.header.count {
                guard let place = Int(record[0]) else { continue }
                entries[place, default: []].append(
                    Entry(code: record[1], label: record[2], isMissing: record[3] == "yes"))
            }
        }
        self.entries = entries
    }

    /// No labels.
    public init() { entries = [:] }

    /// Whether there are none.
    public var isEmpty: Bool { entries.isEmpty }

    /// Those of a column.
    public subscript(_ place: Int) -> [Entry] { entries[place] ?? [] }
}
