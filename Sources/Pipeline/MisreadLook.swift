import WeirCore
import WeirFormats
import WeirIngest

/// A second look at an upload that has letters which its country's language does not have: in which cells they are, and
/// whether they are in more words than a name or two, which become the language's once one misreading is taken back. Some
/// rows may be right, as where files were joined.
struct MisreadLook {
    private let letters: MisreadLetters
    private let parser: RecordParser
    /// Different words that become the language's, and those that do not.
    private var mended: Set<String> = []
    private var others: Set<String> = []
    /// So many different words are enough to judge by.
    private static let mostWords = 1000
    /// The cells with such letters.
    private(set) var findings = Findings()

    init(_ letters: MisreadLetters, delimiter: UInt8) {
        self.letters = letters
        parser = RecordParser(delimiter: delimiter)
    }

    /// Whether nobody could think that these are names.
    var isSure: Bool { mended.count >= MisreadLetters.fewestWords && mended.count >= 3 * others.count }
    /// How much more speaks for the misreading than against it.
    var weight: Int { mended.count - others.count }

    /// Looks at some records.
    mutating func look(at storage: BatchStorage) {
        var bytes = storage.bytes
        var record: [Cell] = []
        var row = storage.firstRow
        bytes.withUnsafeMutableBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                at = parser.parse(bytes, from: at, into: &record)
                for (column, cell) in record.enumerated() {
                    let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset + cell.length)])
                    if text.contains(where: { $0 >= 0x80 }) { look(at: text, row, column) }
                }
                row += 1
            }
        }
    }

    private mutating func look(at bytes: UnsafeBufferPointer<UInt8>, _ row: Int, _ column: Int) {
        var isMisread = false
        for word in MisreadLetters.words(of: String(decoding: bytes, as: UTF8.self)) {
            guard let isMended = letters.isMended(word) else { continue }
            if isMended { isMisread = true }
            guard mended.count + others.count < Self.mostWords else { continue }
            let text = String(Substring(word)).lowercased()
            if isMended { mended.insert(text) } else { others.insert(text) }
        }
        if isMisread {
            findings.add(.init(.answerMojibake, column: column, misreading: letters.misreading), row: row)
        }
    }
}

/// Says where the first of the letters stands that were misread: its column, and its byte in a text file.
struct MisreadPlaces {
    private static let codes: Set<DiagnosticCode> = [
        .headerMojibake, .answersMisread, .answerMojibake, .answerMisread,
    ]
    private let file: TableFile
    private let parser: RecordParser

    /// - Parameter file: opened anew.
    init(_ file: TableFile) {
        self.file = file
        parser = RecordParser(delimiter: file.delimiter)
    }

    /// Whether any finding is about misread letters.
    static func areNeeded(for findings: [Diagnostic]) -> Bool { findings.contains { codes.contains($0.code) } }

    /// The findings with their places.
    func placed(_ findings: [Diagnostic]) -> [Diagnostic] {
        var placed = findings
        var open = findings.indices.filter { Self.codes.contains(findings[$0].code) && findings[$0].place.row != nil }
        while !open.isEmpty, let piece = try? file.reader.next() {
            let starts = parser.starts(in: piece.bytes, limit: .max) + [piece.bytes.count]
            open.removeAll { index in
                guard let row = findings[index].place.row, row < piece.firstRow + piece.records else { return false }
                if row >= piece.firstRow { place(&placed[index], row - piece.firstRow, piece, starts) }
                return true
            }
        }
        return placed
    }

    private func place(_ finding: inout Diagnostic, _ record: Int, _ piece: RecordReader.Piece, _ starts: [Int]) {
        guard let rereading = Rereading.all.first(where: { $0.misreading.words == finding.label }) else { return }
        // A header has several rows.
        let records = record..<(finding.code == .headerMojibake ? record + Layout.mostRows : record + 1)
        for record in records where record + 1 < starts.count {
            let columns = finding.code == .headerMojibake ? nil : finding.place.column
            guard let found = first(of: rereading, in: piece, starts[record]..<starts[record + 1], columns) else {
                continue
            }
            finding.place.row = piece.firstRow + record
            finding.place.column = found.column
            finding.place.byte = file.encoding.map { piece.firstByte + $0.length(of: piece.bytes[..<found.at]) }
            return
        }
    }

    private func first(
        of rereading: Rereading, in piece: RecordReader.Piece, _ record: Range<Int>, _ column: Int?
    ) -> (column: Int, at: Int)? {
        // Finding cells closes up quotes in place, so letters are looked for in what was there before.
        var copy = Array(piece.bytes[record])
        var cells: [Cell] = []
        _ = copy.withUnsafeMutableBufferPointer { parser.parse($0, from: 0, into: &cells) }
        let ends = cells.dropFirst().map { record.lowerBound + Int($0.offset) } + [record.upperBound]
        for (index, (cell, end)) in zip(cells, ends).enumerated() where index == column ?? index {
            let start = record.lowerBound + Int(cell.offset)
            guard cell.length > 0, start < end else { continue }
            let text = String(decoding: piece.bytes[start..<end], as: UTF8.self)
            if let offset = rereading.firstLetter(in: text) { return (index, start + offset) }
        }
        return nil
    }
}
