import WeirCore

/// Writes a workbook of one sheet as a spreadsheet program saves an export: numbers that fit become numbers, everything
/// else stays text.
public struct WorkbookWriter {
    private var archive = ZipWriter()
    private var xml: [UInt8] = []
    private var row = 0

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let block = 1 << 20

    /// Begins a workbook with a sheet of this name, which is written as it stands.
    public init(sheet name: String) {
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        part(
            "[Content_Types].xml",
            """
            <Types xmlns="\(Self.package)/content-types"><Default Extension="rels" \
            ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Override PartName="/xl/workbook.xml" ContentType="\(types).sheet.main+xml"/>\
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(types).worksheet+xml"/></Types>
            """)
        part("_rels/.rels", Self.relation("officeDocument", "xl/workbook.xml"))
        part(
            "xl/workbook.xml",
            """
            <workbook xmlns="\(Self.main)" xmlns:r="\(Self.office)"><sheets>\
            <sheet name="\(name)" sheetId="1" r:id="rId1"/></sheets></workbook>
            """)
        part("xl/_rels/workbook.xml.rels", Self.relation("worksheet", "worksheets/sheet1.xml"))
        archive.begin("xl/worksheets/sheet1.xml")
        xml += "\(Self.head)<worksheet xmlns=\"\(Self.main)\"><sheetData>".utf8
    }

    private mutating func part(_ name: String, _ content: String) {
        archive.add(name, Array((Self.head + content).utf8))
    }

    private static func relation(_ type: String, _ target: String) -> String {
        """
        <Relationships xmlns="\(package)/relationships">\
        <Relationship Id="rId1" Type="\(office)/\(type)" Target="\(target)"/></Relationships>
        """
    }

    /// Writes a row.
    public mutating func row(_ cells: [String]) {
        row += 1
        xml += "<row r=\"\(row)\">".utf8
        for (column, text) in cells.enumerated() where !text.isEmpty {
            let place = "\(Place.letters(ofColumn: column))\(row)"
            if Self.isNumber(text) {
                xml += "<c r=\"\(place)\"><v>\(text)</v></c>".utf8
            } else {
                xml += "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
                appendEscaped(text)
                xml += "</t></is></c>".utf8
            }
        }
        xml += "</row>".utf8
        if xml.count >= Self.block { flush() }
    }

    private mutating func flush() {
        archive.append(GzipBlock(deflating: xml))
        xml.removeAll(keepingCapacity: true)
    }

    /// Digits that a spreadsheet keeps: no leading zero, and no more than fifteen.
    private static func isNumber(_ text: String) -> Bool {
        (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
            && (text.utf8.first != 48 || text == "0")
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): xml += "&amp;".utf8
            case UInt8(ascii: "<"): xml += "&lt;".utf8
            case UInt8(ascii: ">"): xml += "&gt;".utf8
            case Byte.carriageReturn: xml += "&#13;".utf8
            default: xml.append(byte)
            }
        }
    }

    /// Takes what was made so far.
    public mutating func take() -> [UInt8] {
        defer { archive.bytes.removeAll(keepingCapacity: true) }
        return archive.bytes
    }

    /// Ends the workbook.
    public mutating func finish() {
        xml += "</sheetData></worksheet>".utf8
        flush()
        archive.end()
        archive.finish()
    }
}
