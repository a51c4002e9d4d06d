public import WeirCore

/// Knows a questionnaire's headers again in the first rows of an upload although rows stand above them, signs are hidden in
/// them, or some of their letters cannot be read: so that such a header hides nothing about the columns below it.
public struct KnownHeaders {
    private let questions: Set<String>
    /// As the crosswalk words them.
    private let wordings: (questions: [String], all: [String])

    /// The headers of a country's questionnaire.
    public init(_ crosswalk: Crosswalk) {
        let sources = crosswalk.columns.map(\.source)
        questions = Set(sources.map { TextFolding.folded($0.question) })
        let asked = Set(sources.map(\.question)).sorted()
        wordings = (asked, asked + Set(sources.map(\.part)).subtracting(asked + [""]).sorted())
    }

    /// How many rows stand above the header: a title, a note. 0 as well when no row holds most of the questions.
    public func rowsAbove(in records: [[String]]) -> Int {
        guard let row = records.indices.first(where: { isHeader(records[$0]) }) else { return 0 }
        // Names of the same columns are a header row too, and no title.
        let isTitled = records[..<row].allSatisfy { 4 * Self.filled($0) <= Self.filled(records[row]) }
        return isTitled ? row : 0
    }

    private func isHeader(_ record: [String]) -> Bool {
        guard 2 * record.count >= questions.count else { return false }
        return 2 * Set(record.map(TextFolding.folded)).intersection(questions).count > questions.count
    }

    private static func filled(_ record: [String]) -> Int { record.count { !$0.isEmpty } }

    /// Rows of which the first are the header's, without hidden signs and with the letters that can only be meant.
    /// - Parameter unread: whether any of their bytes are no text.
    public func mended(_ records: [[String]], unread: Bool) -> [[String]] {
        let rows = records.prefix(Layout.mostRows)
        guard unread || rows.joined().contains(where: Self.hasHiddenSign) else { return records }
        let readable = Set((rows.first ?? []).map(TextFolding.folded))
        let free = wordings.questions.filter { !readable.contains(TextFolding.folded($0)) }
        return rows.enumerated().map { row, cells in
            cells.map { cell in
                let plain = Self.withoutHiddenSigns(cell)
                return unread ? Self.mended(plain, row == 0 ? free : wordings.all) : plain
            }
        } + records.dropFirst(rows.count)
    }

    private static func mended(_ text: String, _ candidates: [String]) -> String {
        guard HeaderPattern.isNeeded(for: text) else { return text }
        let pattern = HeaderPattern(text)
        let fitting = candidates.filter(pattern.fits)
        return fitting.count == 1 ? fitting[0] : text
    }

    private static func withoutHiddenSigns(_ text: String) -> String {
        guard hasHiddenSign(text) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isHidden($0) }))
    }

    private static func hasHiddenSign(_ text: String) -> Bool { text.unicodeScalars.contains(where: isHidden) }

    /// The signs that `HiddenSigns` finds.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}

/// A header of which some letters cannot be read.
struct HeaderPattern {
    private static let unread: Character = "\u{FFFD}"
    private let letters: [Character]

    /// Whether there are such letters.
    static func isNeeded(for text: String) -> Bool { text.unicodeScalars.contains("\u{FFFD}") }

    init(_ text: String) { letters = Array(TextFolding.folded(text)) }

    /// Whether a wording may be meant: each letter that cannot be read stands for one or two.
    func fits(_ wording: String) -> Bool { Self.fits(letters[...], Array(TextFolding.folded(wording))[...]) }

    private static func fits(_ pattern: ArraySlice<Character>, _ wording: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return wording.isEmpty }
        let (rest, behind) = (pattern.dropFirst(), wording.dropFirst())
        guard first == unread else { return wording.first == first && fits(rest, behind) }
        return !wording.isEmpty && (fits(rest, behind) || !behind.isEmpty && fits(rest, behind.dropFirst()))
    }
}

extension Layout {
    /// The columns whose header has letters that cannot be read, and may be any of those that the upload lacks.
    var unread: [Int] {
        flaws.isEmpty
            ? []
            : columns.indices.filter { HeaderPattern.isNeeded(for: columns[$0].question + columns[$0].part) }
    }

    /// Whether a column that the upload lacks may be one of those.
    func mayBeUnread(_ source: SourceColumn) -> Bool {
        unread.contains { column in
            HeaderPattern(columns[column].question).fits(source.question)
                && HeaderPattern(columns[column].part).fits(source.part)
        }
    }
}
