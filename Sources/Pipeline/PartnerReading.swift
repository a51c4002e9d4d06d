import WeirCore
import WeirFormats
import WeirIngest
import WeirRedact
import WeirStudy

/// A second look at a file, on the partner's side only: at what originals give away, and at which of the questionnaire's
/// answers an unknown one is nearest to. The merge reads no originals and needs no guesses, so neither is in the verdict.
struct PartnerReading {
    private let entry: Inbox.Entry
    private let rules: CountryRules
    private let crosswalk: Crosswalk
    private let codebook: Codebook

    /// What was found.
    struct Found {
        var originals: [Diagnostic] = []
        /// By column, the nearest answers.
        var nearest: [Int: [String]] = [:]
    }

    init(_ entry: Inbox.Entry, _ rules: CountryRules, _ crosswalk: Crosswalk, _ codebook: Codebook) {
        self.entry = entry
        self.rules = rules
        self.crosswalk = crosswalk
        self.codebook = codebook
    }

    /// Reads the file once more.
    /// - Parameter findings: those about unknown answers say which cells to look at.
    func read(_ findings: [Diagnostic]) throws -> Found {
        let file = try TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: entry.name)
        let binder = Binder(layout: try records.readLayout(), file: entry.name)
        let crosswalk = binder.fitted(crosswalk, codebook)
        var originals = OriginalColumns(
            crosswalk.columns.filter { $0.operation == .original }.compactMap { binder.find($0.source) })
        var answers = NearestAnswers(findings, binder, crosswalk, codebook, language: rules.language)
        guard !originals.isEmpty || !answers.isEmpty else { return Found() }
        let parser = RecordParser(delimiter: file.delimiter)
        var record: [Cell] = []
        while let batch = try records.next() {
            var (at, row) = (0, batch.storage.firstRow)
            batch.storage.bytes.withUnsafeMutableBufferPointer { bytes in
                while at < bytes.count {
                    at = parser.parse(bytes, from: at, into: &record)
                    originals.look(at: record, UnsafeBufferPointer(bytes), row)
                    answers.look(at: record, UnsafeBufferPointer(bytes), row)
                    row += 1
                }
            }
        }
        return Found(originals: originals.findings(in: entry.name), nearest: answers.nearest)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A cell's text.
    fileprivate subscript(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[Int(cell.offset)..<Int(cell.offset + cell.length)])
    }
}

/// Columns with original answers. The recognisers of shapes work in any language; those of names know English only.
private struct OriginalColumns {
    private let columns: [Int]
    private var tally = CellTally()
    private let scrubber = Scrubber(weighsContext: false)

    private static let shapes: Set<MentionKind> = [
        .email, .phone, .url, .ip, .nationalNumber, .bankNumber, .plate, .coordinates,
    ]
    private static let reasons: Set<MentionReason> = [.shape, .checkDigit, .cue]

    init(_ columns: [Int]) { self.columns = columns.sorted() }

    var isEmpty: Bool { columns.isEmpty }

    mutating func look(at record: [Cell], _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int) {
        for column in columns where column < record.count && record[column].length > 0 {
            if identifies(bytes[record[column]]) { tally.add(row: row, column: column) }
        }
    }

    private func identifies(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Nearly every answer has no such sign, and needs no recogniser.
        let digits = text.count { (48...57).contains($0) }
        guard digits >= 5 || text.contains(UInt8(ascii: "@")) || text.contains(UInt8(ascii: "/")) else { return false }
        guard case .scrubbed(let mentions) = scrubber.scrub(text) else { return false }
        return mentions.contains { Self.shapes.contains($0.kind) && Self.reasons.contains($0.reason) }
    }

    func findings(in file: String) -> [Diagnostic] { tally.findings(.originalIdentifies, in: file) }
}

/// The questionnaire's answers that unknown ones are nearest to.
private struct NearestAnswers {
    private struct Wanted {
        var rows: Set<Int>
        var answers: [(letters: [Unicode.Scalar], shown: String)]
    }

    private var wanted: [Int: Wanted] = [:]
    private(set) var nearest: [Int: [String]] = [:]

    private static let most = 3
    private static let likeness = 0.5

    init(
        _ findings: [Diagnostic], _ binder: Binder, _ crosswalk: Crosswalk, _ codebook: Codebook, language: String
    ) {
        for finding in findings where finding.code == .answerUnknown {
            guard let column = finding.place.column else { continue }
            let own = crosswalk.columns.filter { binder.find($0.source) == column && $0.operation.hasAnswers }
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

    var isEmpty: Bool { wanted.isEmpty }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        Array(TextFolding.folded(text).unicodeScalars.prefix(120))
    }

    mutating func look(at record: [Cell], _ bytes: UnsafeBufferPointer<UInt8>, _ row: Int) {
        for (column, wanted) in wanted where column < record.count && wanted.rows.contains(row) {
            let letters = Self.letters(String(decoding: bytes[record[column]].prefix(480), as: UTF8.self))
            let likely = wanted.answers.map { answer in
                let longer = max(answer.letters.count, letters.count, 1)
                return (answer.shown, 1 - Double(letters.distance(to: answer.letters)) / Double(longer))
            }
            guard let best = likely.max(by: { $0.1 < $1.1 }), best.1 >= Self.likeness else { continue }
            var shown = nearest[column, default: []]
            if shown.count < Self.most, !shown.contains(best.0) { shown.append(best.0) }
            nearest[column] = shown
        }
    }
}
