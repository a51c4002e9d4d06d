/// A text as a terminal may show it. Whatever could move the cursor, turn the writing direction, hide or disguise
/// something is shown by its number, such as `<U+202E>`.
public enum ShownText {
    /// Whether a code point must not reach a terminal as it is.
    static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: isHidden(scalar) || isRightToLeft(scalar)
        }
    }

    /// Nothing to be seen, though not the two signs that choose between a letter's and a picture's form.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isDefaultIgnorableCodePoint && !(0xFE0E...0xFE0F).contains(scalar.value)
    }

    /// The blocks whose letters run from right to left.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }

    /// Marks stand on the letter before them.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    static func number(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
    }

    /// How many columns a code point takes, roughly as East Asian Width (UAX 11) says.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    /// A text for a terminal. Line breaks stay when `lines` is true.
    public static func safe(_ text: String, lines: Bool = false) -> String {
        var glyphs = Glyphs()
        for scalar in text.unicodeScalars {
            if lines, scalar == "\n" { glyphs.append(word: "\n") } else { glyphs.append(scalar) }
        }
        return glyphs.all.map(\.text).joined()
    }

    /// The first columns of a safe text.
    static func cut(_ text: String, to columns: Int) -> String {
        var glyphs = Glyphs()
        for scalar in text.unicodeScalars { glyphs.append(scalar) }
        var width = 0
        return glyphs.all.prefix {
            width += $0.width
            return width <= columns
        }.map(\.text).joined()
    }
}

/// How something on the screen stands out.
public enum Emphasis: Sendable {
    case none, bold, reverse, underline
}

/// What takes a place on the screen: a letter with its marks, or a code point's number.
struct Glyph: Equatable {
    var text: String
    var width: Int
    var emphasis: Emphasis
    var isBlank = false
    var endsLine = false
}

/// Glyphs, put together code point by code point.
struct Glyphs {
    private(set) var all: [Glyph] = []
    private var marks = 0
    /// More marks than this on one letter reach into other lines.
    private static let mostMarks = 2

    mutating func append(_ scalar: Unicode.Scalar, _ emphasis: Emphasis = .none) {
        let isMark = ShownText.isMark(scalar) && !ShownText.isDangerous(scalar)
        if isMark, marks < Self.mostMarks, let last = all.last, !last.endsLine, !last.isBlank {
            all[all.count - 1].text.unicodeScalars.append(scalar)
            marks += 1
            return
        }
        marks = 0
        if scalar == "\n" {
            all.append(Glyph(text: "↵", width: 1, emphasis: emphasis, endsLine: true))
        } else if ShownText.isDangerous(scalar) || ShownText.isMark(scalar) {
            append(word: ShownText.number(scalar), emphasis)
        } else {
            // A blank is a blank, however wide.
            let isBlank = scalar.properties.isWhitespace
            all.append(
                Glyph(
                    text: isBlank ? " " : String(scalar), width: ShownText.width(scalar), emphasis: emphasis,
                    isBlank: isBlank))
        }
    }

    /// Letters of the program's own.
    mutating func append(word: String, _ emphasis: Emphasis = .none) {
        marks = Self.mostMarks
        for letter in word {
            all.append(Glyph(text: String(letter), width: 1, emphasis: emphasis, isBlank: letter == " "))
        }
    }

    /// The glyphs in lines of at most so many columns, broken at blanks where there are any.
    func lines(columns: Int) -> [ArraySlice<Glyph>] {
        var lines: [ArraySlice<Glyph>] = []
        var start = 0
        var blank: Int?
        var width = 0
        var at = 0
        while at < all.count {
            let glyph = all[at]
            if width + glyph.width > columns, at > start {
                let end = glyph.isBlank ? at + 1 : blank.map { $0 + 1 } ?? at
                lines.append(all[start..<end])
                (start, at, blank, width) = (end, end, nil, 0)
                continue
            }
            if glyph.isBlank { blank = at }
            width += glyph.width
            at += 1
            if glyph.endsLine {
                lines.append(all[start..<at])
                (start, blank, width) = (at, nil, 0)
            }
        }
        if start < all.count || lines.isEmpty { lines.append(all[start...]) }
        return lines
    }
}

/// A line of the screen.
public struct ScreenLine: Equatable, Sendable {
    /// Stretches of text, each with its emphasis. Nothing in them can steer a terminal.
    public var runs: [(text: String, emphasis: Emphasis)]

    init(_ text: String, _ emphasis: Emphasis = .none) { runs = [(text, emphasis)] }

    init(_ glyphs: ArraySlice<Glyph>, columns: Int) {
        runs = []
        var width = 0
        for glyph in glyphs {
            width += glyph.width
            // The blank at which a line was broken may hang over the edge.
            if width > columns, glyph.isBlank || glyph.endsLine { break }
            if runs.last?.emphasis == glyph.emphasis {
                runs[runs.count - 1].text += glyph.text
            } else {
                runs.append((glyph.text, glyph.emphasis))
            }
        }
    }

    /// The line without its emphasis.
    public var text: String { runs.map(\.text).joined() }

    public static func == (left: Self, right: Self) -> Bool {
        left.runs.elementsEqual(right.runs) { $0 == $1 }
    }
}
