import Foundation
import WeirCore

/// Words of a study that a reviewer found harmless though no list has them: jargon, abbreviations, foreign common nouns.
///
/// They lie in the state folder, not in the study's definition: each came out of a respondent's answer, and a word taken
/// for harmless by mistake may be a name. The definition travels, the state folder does not leave the house. One word a
/// line, sorted, so that two days' lists can be compared; nothing says in which answer a word stood.
public struct SafeWords: Sendable {
    /// The file's name in the state folder.
    public static let fileName = "words.txt"

    private let file: URL
    /// The words, as they are compared.
    public private(set) var words: Set<String> = []
    /// The lines that hold no single word, counted from 1: somebody wrote them by hand, and they do not count.
    public private(set) var ignored: [Int] = []

    /// The words of a state folder; none when there is no list yet.
    /// - Throws: what the file system says.
    public init(_ state: StateFolder) throws {
        file = state.root.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let text = try String(contentsOf: file, encoding: .utf8)
        words = Self.read(text)
        ignored = Self.lines(text).enumerated().filter { !$1.isEmpty && !Self.isOneWord($1) }.map { $0.offset + 1 }
    }

    /// What is wrong with the list, without a word of it; nil when nothing is.
    public var remark: String? {
        guard !ignored.isEmpty else { return nil }
        let numbers = ignored.prefix(5).map(String.init).joined(separator: ", ") + (ignored.count > 5 ? ", …" : "")
        return "\(Self.fileName) has lines that do not count, because they are no single word of letters: \(numbers)"
    }

    /// Whether a word is on the list, in capitals or not.
    public func contains(_ word: String) -> Bool { words.contains(TextFolding.folded(word)) }

    /// Adds one word and writes the list. Words that another reviewer added meanwhile stay.
    /// - Throws: what the file system says; `NotOneWord`.
    public mutating func add(_ word: String) throws {
        let folded = TextFolding.folded(word)
        guard Self.isOneWord(folded) else { throw NotOneWord() }
        if let current = try? String(contentsOf: file, encoding: .utf8) { words = Self.read(current) }
        words.insert(folded)
        let sorted = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try Data(sorted.map { $0 + "\n" }.joined().utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    /// The list takes single words only: no digits, no blanks, nothing that could be a number or a contact.
    public struct NotOneWord: Error {}

    /// Letters, with hyphens and apostrophes inside; 40 at most.
    public static func isOneWord(_ word: String) -> Bool {
        guard let first = word.first, let last = word.last, first.isLetter, last.isLetter, word.count <= 40 else {
            return false
        }
        return word.allSatisfy { $0.isLetter || $0 == "-" || $0 == "'" }
    }

    private static func read(_ text: String) -> Set<String> {
        Set(lines(text).filter(isOneWord))
    }

    private static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { TextFolding.folded(String($0)) }
    }
}
