import WeirCore

/// What all sheets of a workbook share.
struct WorkbookContext {
    var strings: SharedStrings
    var formats: [NumberFormat]
    var since1904: Bool
    var decimalMark: UInt8
}

/// Reads a worksheet of an Office Open XML workbook.
final class WorksheetHandler: SheetHandler {
    var sheet: SheetText
    private(set) var formulasWithoutValue = 0
    private let context: WorkbookContext
    private let place: Place
    private let stopsEarly: Bool

    private var isInData = false
    private var row = 0
    private var column = -1
    private var type = CellType.number
    private var style = 0
    private var hasFormula = false
    private var isMisplaced = false
    private var phonetic = 0
    private var isInText = false
    private var isInline = false
    private var value: [UInt8] = []

    private enum CellType {
        case number, shared, text, inline, boolean, error, date

        init(_ word: UnsafeRawBufferPointer) {
            self =
                switch word {
                case "s": .shared
                case "str": .text
                case "inlineStr": .inline
                case "b": .boolean
                case "e": .error
                case "d": .date
                default: .number
                }
        }
    }

    /// - Parameter stopsEarly: whether a few rows are enough.
    init(_ context: WorkbookContext, limit: Int, place: Place, stopsEarly: Bool = false) {
        self.context = context
        self.place = place
        self.stopsEarly = stopsEarly
        sheet = SheetText(limit: limit, place: place)
    }

    var isFull: Bool { sheet.output.count > SheetSource.block || stopsEarly && sheet.filledRows > 1 && sheet.isTable }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
        guard isInData else {
            if name == "sheetData" { isInData = true }
            return
        }
        switch name {
        case "row": try startRow(attributes)
        case "c": try startCell(attributes)
        case "v": isInText = true
        case "is": isInline = true
        case "t": isInText = isInline && phonetic == 0
        case "rPh": phonetic += 1
        case "f": hasFormula = true
        default: break
        }
    }

    func end(_ name: XMLName) throws {
        guard isInData else { return }
        switch name {
        case "c": try endCell()
        case "row": try sheet.endRow(row)
        case "v", "t": isInText = false
        case "is": isInline = false
        case "rPh": phonetic -= 1
        case "sheetData": isInData = false
        default: break
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws {
        guard isInText else { return }
        guard value.count + bytes.count <= RecordReader.longestRecord else { throw failure(.cellTooLong) }
        value.append(contentsOf: bytes)
    }

    private func startRow(_ attributes: XMLAttributes) throws {
        let number = attributes.number("r") ?? row + 1
        guard number > row, number <= SheetText.mostRows else { throw failure(.workbookCorrupt) }
        row = number
        column = -1
    }

    private func startCell(_ attributes: XMLAttributes) throws {
        isMisplaced = false
        (type, style) = (.number, 0)
        var isPlaced = false
        try attributes.forEach { name, value in
            switch name {
            case "r": (column, isPlaced) = (try column(of: value), true)
            case "t": type = CellType(value)
            case "s": style = XMLAttributes.number(value)
            default: break
            }
        }
        if !isPlaced { column += 1 }
        hasFormula = false
        value.removeAll(keepingCapacity: true)
    }

    /// `AB12` in row 12; a cell that names another row lies about one of the two, unless there is nothing in it.
    private func column(of reference: UnsafeRawBufferPointer) throws -> Int {
        var column = 0
        var at = 0
        while at < reference.count, (65...90).contains(reference[at] & 0xDF), at < 5 {
            column = column * 26 + Int(reference[at] & 0xDF) - 64
            at += 1
        }
        var number = 0
        while at < reference.count, (48...57).contains(reference[at]), number <= SheetText.mostRows {
            number = number * 10 + Int(reference[at] - 48)
            at += 1
        }
        guard column > 0, at == reference.count else { throw failure(.workbookCorrupt) }
        isMisplaced = number != row
        return column - 1
    }

    private func endCell() throws {
        if hasFormula, value.isEmpty, type != .text { formulasWithoutValue += 1 }
        guard !value.isEmpty else { return }
        if isMisplaced { throw failure(.workbookCorrupt) }
        switch type {
        case .shared: try takeShared()
        case .text, .inline: EscapedText.unescape(&value)
        case .boolean: value = Array((value == [48] ? "FALSE" : "TRUE").utf8)
        case .date: value = ISOTime.spaced(value)
        case .number: value = value.withUnsafeBytes(written)
        case .error: break
        }
        try value.withUnsafeBytes { try sheet.add($0, column: column, row: row) }
    }

    private func takeShared() throws {
        let digits = value
        value.removeAll(keepingCapacity: true)
        guard digits.count < 10, let number = Int(String(decoding: digits, as: UTF8.self)),
            context.strings.append(number, to: &value)
        else { throw failure(.workbookCorrupt) }
        EscapedText.unescape(&value)
    }

    private func written(_ number: UnsafeRawBufferPointer) -> [UInt8] {
        let format = context.formats.indices.contains(style) ? context.formats[style] : .number
        if format != .number, format != .percent,
            let date = SerialDate.written(number, format, since1904: context.since1904)
        {
            return date
        }
        return NumberText.written(number, mark: context.decimalMark, percent: format == .percent)
    }

    private func failure(_ code: DiagnosticCode) -> Diagnostic {
        var place = place
        place.row = row > 0 ? row : nil
        place.column = column >= 0 ? column : nil
        return Diagnostic(code, at: place)
    }
}

/// Times as workbooks write them out.
enum ISOTime {
    /// `2021-06-15T13:45:00` with a blank in the middle.
    static func spaced(_ text: [UInt8]) -> [UInt8] { text.map { $0 == UInt8(ascii: "T") ? Byte.space : $0 } }

    /// `PT13H45M10S` as `13:45:10`; anything else as it is.
    static func clock(_ text: [UInt8]) -> [UInt8] {
        var numbers: [UInt8: Int] = [:]
        var number = 0
        for byte in text {
            switch byte {
            case 48...57: number = min(number * 10 + Int(byte - 48), 99_999_999)
            case UInt8(ascii: "H"), UInt8(ascii: "M"), UInt8(ascii: "S"), UInt8(ascii: "."), UInt8(ascii: ","):
                let unit = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") ? UInt8(ascii: "S") : byte
                if numbers[unit] == nil { numbers[unit] = number }
                number = 0
            case UInt8(ascii: "P"), UInt8(ascii: "T"): number = 0
            default: return text
            }
        }
        let clock = [UInt8(ascii: "H"), UInt8(ascii: "M"), UInt8(ascii: "S")].map { unit in
            let digits = String(numbers[unit] ?? 0)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }
        return Array(clock.joined(separator: ":").utf8)
    }
}
