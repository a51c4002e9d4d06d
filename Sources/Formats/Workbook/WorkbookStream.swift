import WeirCore

/// A workbook of several sheets as it grows, with texts that many cells share. Rows and cells stand in their order and do
/// not name their places, so that rows can be made anywhere and put together later.
public struct WorkbookStream {
    /// How a cell looks.
    public enum Look: Int, Sendable {
        case plain = 0
        case bold, oneDecimal, wrapped
    }

    /// The most rows of a sheet, and the most columns.
    public static let mostRows = 1_048_576
    /// The most columns of a sheet.
    public static let mostColumns = 16_384
    /// The most bytes of a sheet before they are deflated: what the list of a zip archive can say.
    public static let mostBytes = Int(UInt32.max) - (64 << 20)

    private var archive = ZipWriter()
    private var deflater = BlockDeflater()
    private var names: [String] = []
    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// A workbook without sheets.
    public init() {}

    /// Begins a sheet and ends the one before; the first row stays in sight, and columns may have widths in characters.
    public mutating func begin(sheet name: String, widths: [Int] = []) {
        endSheet()
        names.append(name)
        archive.begin("xl/worksheets/sheet\(names.count).xml")
        let columns = widths.enumerated().map {
            "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
        }
        append(
            Array(
                """
                \(Self.head)<worksheet xmlns="\(Self.main)"><sheetViews><sheetView workbookViewId="0">\
                <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
                \(columns.isEmpty ? "" : "<cols>\(columns.joined())</cols>")<sheetData>
                """.utf8))
    }

    /// Takes rows.
    public mutating func append(_ rows: [UInt8]) { for block in deflater.append(rows) { archive.append(block) } }

    private mutating func endSheet() {
        guard !names.isEmpty else { return }
        append(Array("</sheetData></worksheet>".utf8))
        endPart()
    }

    private mutating func endPart() {
        for block in deflater.finish() { archive.append(block) }
        archive.end()
        deflater = BlockDeflater()
    }

    /// Takes what was made so far.
    public mutating func take() -> [UInt8] {
        defer { archive.bytes.removeAll(keepingCapacity: true) }
        return archive.bytes
    }

    /// Ends the workbook.
    /// - Parameter texts: those that cells share, by their places.
    public mutating func finish(sharing texts: [String] = []) {
        endSheet()
        part("xl/sharedStrings.xml", Self.shared(texts))
        part("xl/styles.xml", Self.styles)
        let sheets = names.enumerated().map {
            "<sheet name=\"\(Self.escaped($1))\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
        }
        part(
            "xl/workbook.xml",
            "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\"><sheets>\(sheets.joined())</sheets></workbook>"
        )
        part("xl/_rels/workbook.xml.rels", relations)
        part(
            "_rels/.rels",
            """
            <Relationships xmlns="\(Self.package)/relationships"><Relationship Id="rId1" \
            Type="\(Self.office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """)
        part("[Content_Types].xml", contentTypes)
        archive.finish()
    }

    private mutating func part(_ name: String, _ content: String) {
        archive.begin(name)
        append(Array((Self.head + content).utf8))
        endPart()
    }

    private var relations: String {
        var targets = names.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
        targets += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        let relations = targets.enumerated().map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(Self.office)/\($1.0)\" Target=\"\($1.1)\"/>"
        }
        return "<Relationships xmlns=\"\(Self.package)/relationships\">\(relations.joined())</Relationships>"
    }

    private var contentTypes: String {
        let sheets = names.indices.map {
            "<Override PartName=\"/xl/worksheets/sheet\($0 + 1).xml\" ContentType=\"\(Self.types).worksheet+xml\"/>"
        }
        return """
            <Types xmlns="\(Self.package)/content-types"><Default Extension="rels" \
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Override PartName="/xl/workbook.xml" ContentType="\(Self.types).sheet.main+xml"/>\
            <Override PartName="/xl/styles.xml" ContentType="\(Self.types).styles+xml"/>\
            <Override PartName="/xl/sharedStrings.xml" ContentType="\(Self.types).sharedStrings+xml"/>\
            \(sheets.joined())</Types>
            """
    }

    private static func shared(_ texts: [String]) -> String {
        let items = texts.map { "<si><t xml:space=\"preserve\">\(escaped($0))</t></si>" }
        return "<sst xmlns=\"\(main)\" uniqueCount=\"\(texts.count)\">\(items.joined())</sst>"
    }

    private static let styles = """
        <styleSheet xmlns="\(main)"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts>\
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
        </fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
        <cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>\
        <xf xfId="0" numFmtId="164" applyNumberFormat="1"/>\
        <xf xfId="0" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { appendEscaped($0, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text as it stands in a part, also between quotes. What XML cannot hold is left out.
    static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case 9, 10, 32...: bytes.append(byte)
            default: break
            }
        }
    }
}

/// Cells of a workbook's rows as bytes.
public enum WorkbookCell {
    /// What rows begin and end with.
    public static let rowStart = Array("<row>".utf8)
    /// What rows end with.
    public static let rowEnd = Array("</row>".utf8)
    /// A cell without content.
    public static let blank = Array("<c/>".utf8)

    /// A text of those that are shared, by its place.
    public static func shared(_ place: Int) -> [UInt8] { Array("<c t=\"s\"><v>\(place)</v></c>".utf8) }

    /// A number, or what stands for one.
    public static func number(_ digits: String, _ look: WorkbookStream.Look = .plain) -> [UInt8] {
        Array("<c\(style(look))><v>\(digits)</v></c>".utf8)
    }

    /// A text of its own.
    public static func text(_ text: String, _ look: WorkbookStream.Look = .plain) -> [UInt8] {
        var bytes: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { append(text: $0, look, to: &bytes) }
        return bytes
    }

    /// Appends a text of its own.
    public static func append(
        text: UnsafeBufferPointer<UInt8>, _ look: WorkbookStream.Look = .plain, to bytes: inout [UInt8]
    ) {
        bytes += "<c\(style(look)) t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
        WorkbookStream.appendEscaped(text, to: &bytes)
        bytes += "</t></is></c>".utf8
    }

    private static func style(_ look: WorkbookStream.Look) -> String { look == .plain ? "" : " s=\"\(look.rawValue)\"" }

    /// A row of cells.
    public static func row(_ cells: [[UInt8]]) -> [UInt8] { rowStart + cells.flatMap(\.self) + rowEnd }
}
