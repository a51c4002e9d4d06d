import WeirCore

/// A workbook, opened at the sheet that holds the table.
struct Workbook {
    /// What kind it is.
    enum Kind: String, Sendable {
        case openXML = "XLSX workbook"
        case openDocument = "ODS workbook"
    }

    let kind: Kind
    /// The chosen sheet's name as a report may show it, and how many there are.
    let sheetName: String
    let sheetCount: Int
    let source: SheetSource
    let findings: [Diagnostic]

    /// One sheet, looked at.
    fileprivate struct Look {
        var name: String
        var isHidden: Bool
        var isFilled: Bool
        var isTable: Bool
    }

    /// Opens a workbook; nil when the archive is none.
    static func open(_ archive: ZipArchive, name: String, decimalMark: UInt8) throws -> Workbook? {
        if archive.entry("[Content_Types].xml") != nil {
            return try OpenXMLWorkbook(archive: archive, file: name, decimalMark: decimalMark).open()
        }
        if archive.entry("content.xml") != nil,
            archive.entry("mimetype") != nil || archive.entry("META-INF/manifest.xml") != nil
        {
            return try OpenDocumentWorkbook(archive: archive, file: name, decimalMark: decimalMark).open()
        }
        return nil
    }

    /// The first visible sheet with a table, else the first with anything; and what is said of the others.
    fileprivate static func choose(_ looks: [Look], file: String) throws -> (index: Int, findings: [Diagnostic]) {
        let visible = looks.indices.filter { !looks[$0].isHidden }
        guard let chosen = visible.first(where: { looks[$0].isTable }) ?? visible.first(where: { looks[$0].isFilled })
        else {
            throw Diagnostic(.workbookEmpty, at: Place(file: file), label: "\(looks.count - visible.count)")
        }
        var findings: [Diagnostic] = []
        func note(_ code: DiagnosticCode, _ sheets: [Int]) {
            guard !sheets.isEmpty else { return }
            let label = sheets.map { "\($0 + 1)" }.joined(separator: ", ")
            findings.append(Diagnostic(code, at: Place(file: file), label: label, count: sheets.count))
        }
        note(.sheetsHidden, looks.indices.filter { looks[$0].isHidden })
        note(.sheetsLeft, visible.filter { $0 != chosen && looks[$0].isTable })
        return (chosen, findings)
    }

    /// A name that cannot move a cursor or turn the writing direction.
    fileprivate static func shown(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(31).map {
                    [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                        ? "\u{FFFD}" : $0
                }))
    }
}

/// Office Open XML: `.xlsx` and `.xlsm`.
private struct OpenXMLWorkbook {
    let archive: ZipArchive
    let file: String
    let decimalMark: UInt8

    private var textLimit: Int { max(archive.limit.free, archive.limit.ratio * archive.size) }

    func open() throws -> Workbook {
        let path = try workbookPath()
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let leaf = path.split(separator: "/").last ?? ""
        let book = WorkbookPart()
        try read(path, book)
        let relations = Relations(folder: folder)
        try read("\(folder)/_rels/\(leaf).rels", relations)
        let strings = SharedStrings(file: file)
        try relations.target("sharedStrings").map { try read($0, strings, isOptional: true) }
        let styles = StylesPart()
        try relations.target("styles").map { try read($0, styles, isOptional: true) }
        let context = WorkbookContext(
            strings: strings, formats: styles.formats, since1904: book.since1904, decimalMark: decimalMark)
        // Charts and dialogues are sheets without cells.
        let sheets = book.sheets.compactMap { sheet in
            relations.all[sheet.relation].flatMap { $0.type == "worksheet" ? (sheet, $0.target) : nil }
        }
        let looks = try sheets.map { try look($0, at: $1, context) }
        let (chosen, findings) = try Workbook.choose(looks, file: file)
        let name = Workbook.shown(sheets[chosen].0.name)
        let place = Place(file: file, sheet: name)
        let handler = WorksheetHandler(context, limit: textLimit, place: place)
        let source = SheetSource(try part(sheets[chosen].1), handler, of: archive, file: file)
        return Workbook(
            kind: .openXML, sheetName: name, sheetCount: sheets.count, source: source, findings: findings)
    }

    private func workbookPath() throws -> String {
        let root = Relations(folder: "")
        try read("_rels/.rels", root, isOptional: true)
        let path = root.target("officeDocument") ?? "xl/workbook.xml"
        guard !path.hasSuffix(".bin") else { throw Diagnostic(.workbookOld, at: Place(file: file), label: "XLSB") }
        guard archive.entry(path) != nil, !path.hasPrefix("word/"), !path.hasPrefix("ppt/") else {
            throw Diagnostic(.fileDocument, at: Place(file: file))
        }
        return path
    }

    private func look(_ sheet: WorkbookPart.Sheet, at path: String, _ context: WorkbookContext) throws -> Workbook.Look
    {
        let place = Place(file: file, sheet: Workbook.shown(sheet.name))
        let handler = WorksheetHandler(context, limit: textLimit, place: place, stopsEarly: true)
        // A defect further down is found when the sheet is read.
        _ = try XMLReader(try part(path), handler, file: file).advance()
        let isTable = handler.sheet.filledRows > 1 && handler.sheet.isTable
        return Workbook.Look(
            name: sheet.name, isHidden: sheet.isHidden, isFilled: handler.sheet.filledRows > 0, isTable: isTable)
    }

    private func part(_ path: String) throws -> ZipEntrySource {
        guard let entry = archive.entry(path) else { throw Diagnostic(.workbookCorrupt, at: Place(file: file)) }
        return try archive.open(entry)
    }

    private func read(_ path: String, _ handler: any XMLHandler, isOptional: Bool = false) throws {
        if isOptional, archive.entry(path) == nil { return }
        try XMLReader(try part(path), handler, file: file).readAll()
    }
}

/// OpenDocument: `.ods`.
private struct OpenDocumentWorkbook {
    let archive: ZipArchive
    let file: String
    let decimalMark: UInt8

    private var textLimit: Int { max(archive.limit.free, archive.limit.ratio * archive.size) }

    func open() throws -> Workbook {
        try refuseOthers()
        let all = handler(for: nil, Place(file: file))
        try XMLReader(try content(), all, file: file).readAll()
        let looks = all.sheets.map {
            Workbook.Look(
                name: $0.name, isHidden: $0.isHidden, isFilled: $0.filledRows > 0,
                isTable: $0.isTable && $0.filledRows > 1)
        }
        let (chosen, findings) = try Workbook.choose(looks, file: file)
        let name = Workbook.shown(looks[chosen].name)
        let source = SheetSource(
            try content(), handler(for: chosen, Place(file: file, sheet: name)), of: archive, file: file)
        return Workbook(
            kind: .openDocument, sheetName: name, sheetCount: looks.count, source: source, findings: findings)
    }

    private func handler(for sheet: Int?, _ place: Place) -> OpenDocumentHandler {
        OpenDocumentHandler(sheet: sheet, decimalMark: decimalMark, limit: textLimit, place: place)
    }

    private func content() throws -> ZipEntrySource {
        guard let entry = archive.entry("content.xml") else {
            throw Diagnostic(.workbookCorrupt, at: Place(file: file))
        }
        return try archive.open(entry)
    }

    /// Texts and drawings are OpenDocument too; a password leaves its traces in the manifest.
    private func refuseOthers() throws {
        if let entry = archive.entry("mimetype") {
            let word = String(decoding: try small(entry), as: UTF8.self)
            if !word.contains("spreadsheet") { throw Diagnostic(.fileDocument, at: Place(file: file)) }
        }
        guard let manifest = archive.entry("META-INF/manifest.xml") else { return }
        let search = NameSearch("encryption-data")
        try XMLReader(try archive.open(manifest), search, file: file).readAll()
        if search.isFound { throw Diagnostic(.workbookPassword, at: Place(file: file)) }
    }

    private func small(_ entry: ZipArchive.Entry) throws -> [UInt8] {
        try MemoryCopy.bytes(of: try archive.open(entry), limit: 4096, name: file)
    }
}

/// Looks for an element.
private final class NameSearch: XMLHandler {
    private let wanted: StaticString
    private(set) var isFound = false

    init(_ wanted: StaticString) { self.wanted = wanted }

    func start(_ name: XMLName, _ attributes: XMLAttributes) { if name == wanted { isFound = true } }
    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeRawBufferPointer) {}
}
