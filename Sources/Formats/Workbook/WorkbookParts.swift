import WeirCore

/// The relations of a part to others, by their ids.
final class Relations: XMLHandler {
    struct Relation {
        var type: String
        var target: String
    }

    private(set) var all: [String: Relation] = [:]
    private let folder: String

    /// - Parameter folder: the part's folder, to which targets are relative.
    init(folder: String) { self.folder = folder }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", attributes.string("TargetMode") != "External",
            let id = attributes.string("Id"), let target = attributes.string("Target")
        else { return }
        let type = attributes.string("Type")?.split(separator: "/").last.map(String.init) ?? ""
        all[id] = Relation(type: type, target: Self.path(target, in: folder))
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeRawBufferPointer) {}

    /// The one target of a type.
    func target(_ type: String) -> String? { all.values.first { $0.type == type }?.target }

    private static func path(_ target: String, in folder: String) -> String {
        let whole = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        return whole.split(separator: "/").reduce(into: [Substring]()) { parts, part in
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }.joined(separator: "/")
    }
}

/// What `workbook.xml` says: the sheets in their order, and the calendar.
final class WorkbookPart: XMLHandler {
    struct Sheet {
        var name: String
        var relation: String
        var isHidden: Bool
    }

    private(set) var sheets: [Sheet] = []
    private(set) var since1904 = false

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "workbookPr" {
            since1904 = ["1", "true", "on"].contains(attributes.string("date1904") ?? "")
        } else if name == "sheet", let id = attributes.string("id") {
            let state = attributes.string("state") ?? "visible"
            sheets.append(Sheet(name: attributes.string("name") ?? "", relation: id, isHidden: state != "visible"))
        }
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// What `styles.xml` says of each cell style's numbers.
final class StylesPart: XMLHandler {
    private(set) var formats: [NumberFormat] = []
    private var codes: [Int: String] = [:]
    private var isInCells = false

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "cellXfs": isInCells = true
        case "numFmt":
            if let id = attributes.number("numFmtId") { codes[id] = attributes.string("formatCode") }
        case "xf":
            guard isInCells else { return }
            let id = attributes.number("numFmtId") ?? 0
            formats.append(codes[id].map(NumberFormat.init(code:)) ?? NumberFormat(builtin: id))
        default: break
        }
    }

    func end(_ name: XMLName) { if name == "cellXfs" { isInCells = false } }
    func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// The texts that cells name by number.
final class SharedStrings: XMLHandler {
    private var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var phonetic = 0
    private var isInText = false
    private let file: String

    /// More text than any workbook shares.
    private static let most = 256 << 20

    init(file: String) { self.file = file }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "rPh": phonetic += 1
        case "t": isInText = phonetic == 0
        default: break
        }
    }

    func end(_ name: XMLName) throws {
        switch name {
        case "rPh": phonetic -= 1
        case "t": isInText = false
        case "si":
            guard ends.count <= Self.most / 4 else { throw Diagnostic(.zipBomb, at: Place(file: file)) }
            ends.append(UInt32(arena.count))
        default: break
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws {
        guard isInText else { return }
        guard arena.count + bytes.count <= Self.most else { throw Diagnostic(.zipBomb, at: Place(file: file)) }
        arena.append(contentsOf: bytes)
    }

    /// Appends a text; false when there is none of this number.
    func append(_ number: Int, to text: inout [UInt8]) -> Bool {
        guard ends.indices.contains(number) else { return false }
        text.append(contentsOf: arena[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])])
        return true
    }
}

/// `_x000D_` in a workbook's text stands for a character that XML cannot hold.
enum EscapedText {
    static func unescape(_ text: inout [UInt8]) {
        // Nearly no text has an underscore.
        guard text.count >= 7, text.contains(95), var from = mark(in: text, from: 0) else { return }
        var plain = Array(text[..<from])
        while from < text.count {
            if let unit = unit(in: text, at: from), let scalar = Unicode.Scalar(unit) {
                plain.append(contentsOf: Array(String(scalar).utf8))
                from += 7
            } else {
                plain.append(text[from])
                from += 1
            }
        }
        text = plain
    }

    private static func mark(in text: [UInt8], from start: Int) -> Int? {
        (start..<text.count).first { unit(in: text, at: $0) != nil }
    }

    /// The number between `_x` and `_`.
    private static func unit(in text: [UInt8], at start: Int) -> UInt32? {
        guard text[start] == 95, start + 6 < text.count, text[start + 1] == 120, text[start + 6] == 95 else {
            return nil
        }
        return text[(start + 2)..<(start + 6)].reduce(UInt32?.some(0)) { number, digit in
            guard let number, let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            return number * 16 + UInt32(value)
        }
    }
}
