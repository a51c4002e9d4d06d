import WeirCore

/// An empty workbook to be filled in by people: a sheet of headers whose cells offer lists, and a sheet of instructions in
/// one column, where the lists stand too. A second column would make the instructions a table, and weir would ask which
/// of the two tables to read.
public struct FormWorkbook {
    /// A column to fill in.
    public struct Column {
        /// Its header rows.
        public var headers: [String]
        /// What its cells take.
        public var rule: Rule
        /// What is told when a cell is chosen.
        public var prompt: String

        /// A column.
        public init(headers: [String], rule: Rule, prompt: String) {
            self.headers = headers
            self.rule = rule
            self.prompt = prompt
        }
    }

    /// What a cell takes.
    public enum Rule: Equatable {
        /// Any text.
        case anything
        /// One of the instructions' rows.
        case list(ClosedRange<Int>)
        /// A number.
        case number(ClosedRange<Double>)
    }

    /// A row of the instructions.
    public struct Line {
        /// Its text.
        public var text: String
        /// Whether it stands out.
        public var isHeading: Bool

        /// A row.
        public init(_ text: String, isHeading: Bool = false) {
            self.text = text
            self.isHeading = isHeading
        }
    }

    /// The names of the two sheets.
    public var names: (data: String, help: String)
    /// The columns.
    public var columns: [Column]
    /// The instructions.
    public var lines: [Line]
    /// What is told when a cell does not take what was written.
    public var refusal: String

    /// A form.
    public init(names: (data: String, help: String), columns: [Column], lines: [Line], refusal: String) {
        self.names = names
        self.columns = columns
        self.lines = lines
        self.refusal = refusal
    }

    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    /// How many rows offer lists.
    private static let rows = 5000
    /// Spreadsheet programs refuse longer hints.
    private static let longestHint = 250

    private var headerRows: Int { columns.map(\.headers.count).max() ?? 1 }

    /// The workbook's bytes: the same for the same form.
    public var bytes: [UInt8] {
        var archive = ZipWriter()
        for (name, content) in parts {
            let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
            archive.add(name, Array((head + content).utf8))
        }
        archive.finish()
        return archive.bytes
    }

    private var parts: [(String, String)] {
        [
            ("[Content_Types].xml", contentTypes),
            ("_rels/.rels", Self.relations(["officeDocument": "xl/workbook.xml"])),
            ("xl/workbook.xml", workbook),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships xmlns="\(Self.package)/relationships">\
                \(Self.relation(1, "worksheet", "worksheets/sheet1.xml"))\
                \(Self.relation(2, "worksheet", "worksheets/sheet2.xml"))\(Self.relation(3, "styles", "styles.xml"))\
                </Relationships>
                """
            ), ("xl/styles.xml", Self.styles), ("xl/worksheets/sheet1.xml", dataSheet),
            ("xl/worksheets/sheet2.xml", helpSheet),
        ]
    }

    private var contentTypes: String {
        """
        <Types xmlns="\(Self.package)/content-types"><Default Extension="rels" \
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(Self.types).sheet.main+xml"/>\
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(Self.types).worksheet+xml"/>\
        <Override PartName="/xl/worksheets/sheet2.xml" ContentType="\(Self.types).worksheet+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType="\(Self.types).styles+xml"/></Types>
        """
    }

    private static func relations(_ targets: [String: String]) -> String {
        let all = targets.map { relation(1, $0.key, $0.value) }.joined()
        return "<Relationships xmlns=\"\(package)/relationships\">\(all)</Relationships>"
    }

    private static func relation(_ number: Int, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"rId\(number)\" Type=\"\(office)/\(type)\" Target=\"\(target)\"/>"
    }

    private var workbook: String {
        """
        <workbook xmlns="\(Self.main)" xmlns:r="\(Self.office)"><sheets>\
        <sheet name="\(Self.escaped(names.data))" sheetId="1" r:id="rId1"/>\
        <sheet name="\(Self.escaped(names.help))" sheetId="2" r:id="rId2"/></sheets></workbook>
        """
    }

    /// 1 a header, 2 text as it was typed, 3 a line that wraps, 4 a heading.
    private static let styles = """
        <styleSheet xmlns="\(main)"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
        <font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill \
        patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill \
        patternType="solid"><fgColor rgb="FFE6EEF3"/></patternFill></fill></fills><borders count="1"><border/></borders>\
        <cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" fillId="2" applyFont="1" \
        applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" \
        applyNumberFormat="1"/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" \
        applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>
        """

    private var dataSheet: String {
        """
        <worksheet xmlns="\(Self.main)"><sheetViews><sheetView workbookViewId="0"><pane ySplit="\(headerRows)" \
        topLeftCell="A\(headerRows + 1)" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
        <cols><col min="1" max="\(columns.count)" width="24" style="2" customWidth="1"/></cols><sheetData>\
        \((0..<headerRows).map(headerRow).joined())</sheetData>\(validations)</worksheet>
        """
    }

    private func headerRow(_ row: Int) -> String {
        let cells = columns.enumerated().compactMap { index, column in
            let text = row < column.headers.count ? column.headers[row] : ""
            return text.isEmpty ? nil : Self.cell("\(Place.letters(ofColumn: index))\(row + 1)", text, style: 1)
        }
        return "<row r=\"\(row + 1)\">\(cells.joined())</row>"
    }

    private var helpSheet: String {
        let rows = lines.enumerated().map { index, line in
            "<row r=\"\(index + 1)\">\(Self.cell("A\(index + 1)", line.text, style: line.isHeading ? 4 : 3))</row>"
        }
        return """
            <worksheet xmlns="\(Self.main)"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>\
            <cols><col min="1" max="1" width="100" customWidth="1"/></cols><sheetData>\
            \(rows.joined())</sheetData><pageSetup paperSize="9" fitToHeight="0"/></worksheet>
            """
    }

    private static func cell(_ place: String, _ text: String, style: Int) -> String {
        """
        <c r="\(place)" s="\(style)" t="inlineStr"><is><t xml:space="preserve">\(escaped(text))</t></is></c>
        """
    }

    private var validations: String {
        let all = columns.enumerated().map { validation($1, Place.letters(ofColumn: $0)) }
        return "<dataValidations count=\"\(all.count)\">\(all.joined())</dataValidations>"
    }

    private func validation(_ column: Column, _ letters: String) -> String {
        let cells = "\(letters)\(headerRows + 1):\(letters)\(headerRows + Self.rows)"
        let hint = "showInputMessage=\"1\" prompt=\"\(Self.escaped(String(column.prompt.prefix(Self.longestHint))))\""
        let refusal = "showErrorMessage=\"1\" error=\"\(Self.escaped(self.refusal))\""
        switch column.rule {
        case .anything: return "<dataValidation \(hint) sqref=\"\(cells)\"/>"
        case .list(let rows):
            let list = "'\(Self.escaped(names.help))'!$A$\(rows.lowerBound):$A$\(rows.upperBound)"
            return """
                <dataValidation type="list" allowBlank="1" \(hint) \(refusal) sqref="\(cells)">\
                <formula1>\(list)</formula1></dataValidation>
                """
        case .number(let range):
            return """
                <dataValidation type="decimal" operator="between" allowBlank="1" \(hint) \(refusal) sqref="\(cells)">\
                <formula1>\(range.lowerBound)</formula1><formula2>\(range.upperBound)</formula2></dataValidation>
                """
        }
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, sign in
            switch sign {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(sign)
            }
        }
    }
}
