public import WeirCore
import WeirFormats
import WeirIngest

/// What a file is, told without any of its content: for whoever wonders whether weir can read it.
public struct FilePeek {
    /// The facts, each with its name.
    public private(set) var facts: [(name: String, text: String)] = []
    /// What was found; a refusal among it means that the file cannot be read.
    public private(set) var findings: [Diagnostic] = []
    private var sheet: String?
    private var languages = LanguageTally()
    private var counts = (rows: 0, blank: 0, columns: 0, garbled: 0)

    /// Whether the file can be read as a table.
    public var isReadable: Bool { !findings.contains { $0.severity == .refusal } }

    /// Looks at a file to its end.
    /// - Parameter encoding: the encoding that somebody declares, instead of what is recognised.
    public init(path: String, encoding: TextEncoding? = nil) {
        do { try look(path, encoding) } catch let finding as Diagnostic {
            findings.append(finding.inSheet(sheet))
        } catch {
            findings.append(Diagnostic(.fileNoPermission, at: Place(file: path)))
        }
    }

    private mutating func look(_ path: String, _ encoding: TextEncoding?) throws {
        let file = try TableFile(path: path, name: path, hints: .init(encoding: encoding))
        sheet = file.sheetName
        tell(file.format)
        var headers = HeaderRows(parser: RecordParser(delimiter: file.delimiter))
        defer {
            findings = file.findings + findings
            tell(headers.layout)
            tellCounts(headers.layout)
        }
        let check = TextCheck(delimiter: file.delimiter, file: path)
        while let piece = try file.reader.next() {
            if let defect = check.defect(in: piece.bytes, firstRow: piece.firstRow, firstByte: piece.firstByte) {
                findings.append(defect.inSheet(sheet))
            }
            languages.add(piece.bytes)
            headers.add(piece.bytes)
            count(piece.bytes, file.delimiter)
        }
        if headers.layout.headerRows >= counts.rows { throw Diagnostic(.noInterviews, at: Place(file: path)) }
    }

    private mutating func count(_ bytes: [UInt8], _ delimiter: UInt8) {
        let parser = RecordParser(delimiter: delimiter)
        var bytes = bytes
        var record: [Cell] = []
        bytes.withUnsafeMutableBufferPointer { buffer in
            var at = 0
            while at < buffer.count {
                at = parser.parse(buffer, from: at, into: &record)
                let isBlank = record.allSatisfy { $0.length == 0 }
                counts.rows += isBlank ? 0 : 1
                counts.blank += isBlank ? 1 : 0
                counts.columns = max(counts.columns, record.count)
                let text = UnsafeRawBufferPointer(buffer)
                counts.garbled += record.count { cell in
                    let end = Int(cell.offset) + Int(cell.length)
                    return Mojibake.stands(in: UnsafeRawBufferPointer(rebasing: text[Int(cell.offset)..<end]))
                }
            }
        }
    }

    private mutating func tell(_ name: String, _ text: String) { facts.append((name, text)) }

    private mutating func tell(_ format: TableFile.Format) {
        tell("format", format.kind)
        switch format.content {
        case .text(let encoding, let basis, let delimiter):
            tell("encoding", "\(encoding.rawValue), \(basis.rawValue)")
            tell("delimiter", delimiter.name)
        case .sheet(_, let name, let count): tell("sheet", "\"\(name)\"" + (count > 1 ? " of \(count)" : ""))
        }
    }

    private mutating func tell(_ layout: Layout) {
        tell("header rows", "\(layout.headerRows)")
        let platform = layout.platform
        tell("layout", platform?.name ?? "a plain table")
        for sign in platform?.signs ?? [] { tell("sign", sign) }
    }

    private mutating func tellCounts(_ layout: Layout) {
        let below = max(0, counts.rows - layout.headerRows)
        tell("rows", "\(below)" + (counts.blank > 0 ? ", and \(counts.blank) blank" : ""))
        let named = layout.columns.count { !$0.question.isEmpty }
        tell("columns", "\(counts.columns)" + (named < counts.columns ? ", \(named) with a header" : ""))
        if counts.garbled > 0 { tell("mojibake", "\(counts.garbled) cells") }
        tell("languages", languages.names.isEmpty ? "not known" : languages.names.joined(separator: ", "))
    }
}

/// The first records of a file, however it is cut.
private struct HeaderRows {
    let parser: RecordParser
    private var records: [[String]] = []

    init(parser: RecordParser) { self.parser = parser }

    mutating func add(_ piece: [UInt8]) {
        let missing = Layout.mostRows - records.count
        guard missing > 0 else { return }
        let blank = records.isEmpty ? parser.blankRecords(in: piece) : 0
        records += parser.texts(in: piece, limit: blank + missing).dropFirst(blank)
    }

    var layout: Layout { Layout(firstRecords: records) }
}
