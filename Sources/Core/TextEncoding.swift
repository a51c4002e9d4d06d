/// How a file's bytes stand for characters.
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16 LE"
    case utf16BigEndian = "UTF-16 BE"
    case windows1250 = "Windows-1250"
    case windows1252 = "Windows-1252"
    case latin2 = "ISO-8859-2"
    case macRoman = "Mac Roman"
    /// The code pages of DOS, in which spreadsheets still save `CSV (MS-DOS)`.
    case dos850 = "IBM850"
    case dos852 = "IBM852"

    /// An encoding as a study declares it, in any case, with `-`, `_` or a blank between its parts; IBM's are also called
    /// cp850 and cp852.
    public init?(declared word: String) {
        let said = Self.letters(of: word)
        let letters = ["cp850": "ibm850", "cp852": "ibm852"][said] ?? said
        guard let found = Self.allCases.first(where: { Self.letters(of: $0.rawValue) == letters }) else { return nil }
        self = found
    }

    /// The word that a study declares it by: `windows-1250`.
    public var word: String { rawValue.lowercased().split(separator: " ").joined(separator: "-") }

    private static func letters(of word: String) -> String { word.lowercased().filter { $0.isLetter || $0.isNumber } }
}
