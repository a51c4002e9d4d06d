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
        var records = HeaderReader(file, file: path)
        let layout = try records.readLayout()
        tell(layout)
        languages.add(layout.columns.map { "\($0.question) \($0.part)" }.joined(separator: "\n").utf8)
        layout.defect.map { findings.append($0.inSheet(sheet)) }
        counts.columns = layout.columns.count
        defer {
            findings = file.findings + findings
            tellCounts(layout)
        }
        let check = TextCheck(delimiter: file.delimiter, file: path)
        while let batch = try records.next()?.storage {
            if let defect = check.defect(in: batch.bytes, firstRow: batch.firstRow, firstByte: batch.firstByte) {
                findings.append(defect.inSheet(sheet))
            }
            languages.add(batch.bytes)
            count(batch.bytes, file.delimiter)
        }
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
        tell("rows", "\(counts.rows)" + (counts.blank > 0 ? ", and \(counts.blank) blank" : ""))
        let named = layout.columns.count { !$0.question.isEmpty }
        tell("columns", "\(counts.columns)" + (named < counts.columns ? ", \(named) with a header" : ""))
        if counts.garbled > 0 || layout.isGarbled {
            tell(
                "mojibake", layout.isGarbled ? "in the headers and \(counts.garbled) cells" : "\(counts.garbled) cells")
        }
        tell("languages", languages.names.isEmpty ? "not known" : languages.names.joined(separator: ", "))
    }
}
