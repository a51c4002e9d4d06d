import WeirCore

/// Reads one sheet of an OpenDocument spreadsheet; of the others it learns whether they hold anything.
final class OpenDocumentHandler: SheetHandler {
    /// What is known of a sheet.
    struct Sheet {
        var name: String
        var isHidden: Bool
        var filledRows = 0
        var isTable = false
    }

    var sheet: SheetText
    private(set) var sheets: [Sheet] = []
    private(set) var formulasWithoutValue = 0
    private let wanted: Int?
    private let decimalMark: UInt8
    private let place: Place

    private var styleName = ""
    private var hiddenStyles: Set<String> = []
    private var skipped = 0
    private var tables = 0
    private var row = 1
    private var rowTimes = 1
    private var column = 0
    private var cellTimes = 1
    private var isInCell = false
    private var hasValue = false
    private var lacksValue = false
    private var paragraphs = 0
    private var paragraphDepth = 0
    private var value: [UInt8] = []
    private var filledCells = 0

    /// - Parameter wanted: the number of the sheet whose rows are made into text, from 0.
    init(sheet wanted: Int?, decimalMark: UInt8, limit: Int, place: Place) {
        self.wanted = wanted
        self.decimalMark = decimalMark
        self.place = place
        sheet = SheetText(limit: limit, place: place)
    }

    var isFull: Bool { sheet.output.count > SheetSource.block }

    private var isWanted: Bool { wanted == sheets.count - 1 }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
        if skipped > 0 || Self.isSkipped(name) {
            skipped += 1
            return
        }
        switch name {
        case "style": styleName = attributes.string("name") ?? ""
        case "table-properties":
            if attributes.string("display") == "false" { hiddenStyles.insert(styleName) }
        case "table": startTable(attributes)
        case "table-row":
            rowTimes = attributes.number("number-rows-repeated") ?? 1
            (column, filledCells) = (0, 0)
        case "table-cell", "covered-table-cell": startCell(attributes)
        case "p" where isInCell: startParagraph()
        case "s" where paragraphDepth > 0:
            try append(count: attributes.number("c") ?? 1, of: Byte.space)
        case "tab" where paragraphDepth > 0: try append(count: 1, of: 9)
        case "line-break" where paragraphDepth > 0: try append(count: 1, of: Byte.lineFeed)
        default: break
        }
    }

    func end(_ name: XMLName) throws {
        if skipped > 0 {
            skipped -= 1
            return
        }
        switch name {
        case "table": tables -= 1
        case "table-row": try endRow()
        case "table-cell", "covered-table-cell": try endCell()
        case "p" where isInCell: paragraphDepth -= 1
        default: break
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws {
        guard skipped == 0, paragraphDepth > 0, !hasValue else { return }
        guard value.count + bytes.count <= RecordReader.longestRecord else { throw failure(.cellTooLong) }
        value.append(contentsOf: bytes)
    }

    /// What stands beside a cell's own text.
    private static func isSkipped(_ name: XMLName) -> Bool {
        name == "annotation" || name == "frame" || name == "custom-shape" || name == "shapes"
            || name == "tracked-changes" || name == "note"
    }

    private func startTable(_ attributes: XMLAttributes) {
        tables += 1
        guard tables == 1 else { return }
        let style = attributes.string("style-name") ?? ""
        sheets.append(Sheet(name: attributes.string("name") ?? "", isHidden: hiddenStyles.contains(style)))
        row = 1
    }

    private func startCell(_ attributes: XMLAttributes) {
        cellTimes = attributes.number("number-columns-repeated") ?? 1
        isInCell = true
        paragraphs = 0
        value.removeAll(keepingCapacity: true)
        lacksValue = attributes["formula"] != nil && attributes["value-type"] == nil
        let typed = Self.value(attributes, decimalMark)
        hasValue = typed != nil
        if let typed { value = typed }
    }

    /// What a cell's attributes say; nil when its text does.
    private static func value(_ attributes: XMLAttributes, _ mark: UInt8) -> [UInt8]? {
        switch attributes["value-type"] ?? UnsafeRawBufferPointer(start: nil, count: 0) {
        case "float", "currency": attributes["value"].map { NumberText.written($0, mark: mark) }
        case "percentage": attributes["value"].map { NumberText.written($0, mark: mark, percent: true) }
        case "date": attributes["date-value"].map { ISOTime.spaced(Array($0)) }
        case "time": attributes["time-value"].map { ISOTime.clock(Array($0)) }
        case "boolean": attributes["boolean-value"].map { Array(("true" ~= $0 ? "TRUE" : "FALSE").utf8) }
        // What a formula failed with stands in the cell's text alone.
        default: attributes["string-value"].flatMap { $0.isEmpty ? nil : Array($0) }
        }
    }

    private func startParagraph() {
        if paragraphs > 0, !hasValue { value.append(Byte.lineFeed) }
        paragraphs += 1
        paragraphDepth += 1
    }

    private func append(count: Int, of byte: UInt8) throws {
        guard !hasValue else { return }
        guard count <= RecordReader.longestRecord - value.count else { throw failure(.cellTooLong) }
        value.append(contentsOf: repeatElement(byte, count: count))
    }

    private func endCell() throws {
        isInCell = false
        paragraphDepth = 0
        let isBlank = value.allSatisfy { $0 == Byte.space || $0 == Byte.lineFeed }
        if lacksValue, isBlank, isWanted { formulasWithoutValue += 1 }
        // The blank rest of a row may be as wide as the spreadsheet.
        guard cellTimes <= TableFile.mostColumns || isBlank else { throw failure(.tableTooWide) }
        if !isBlank { try repeatCell() }
        column += min(cellTimes, TableFile.mostColumns)
    }

    private func repeatCell() throws {
        filledCells += cellTimes
        guard isWanted else { return }
        for place in column..<column + cellTimes {
            try value.withUnsafeBytes { try sheet.add($0, column: place, row: row) }
        }
    }

    private func endRow() throws {
        guard rowTimes <= SheetText.mostRows else { throw failure(.workbookCorrupt) }
        if isWanted { try sheet.endRow(row, times: rowTimes) }
        if filledCells > 0, !sheets.isEmpty {
            sheets[sheets.count - 1].filledRows += rowTimes
            if filledCells > 1 { sheets[sheets.count - 1].isTable = true }
        }
        row += rowTimes
        guard row <= SheetText.mostRows else { throw failure(.workbookCorrupt) }
    }

    private func failure(_ code: DiagnosticCode) -> Diagnostic {
        var place = place
        (place.row, place.column) = (row, column)
        return Diagnostic(code, at: place)
    }
}
