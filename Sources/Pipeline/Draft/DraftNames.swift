import Foundation
import WeirCore

/// Names for variables and categories, made of wording: small letters, digits and `_`, each once.
struct DraftNames {
    private var taken: Set<String> = []
    private static let longest = 32

    /// A name of a variable that nothing has yet, and that every format can have as a column's.
    mutating func variable(for wording: String, otherwise fallback: String) -> String {
        let base = Self.word(wording)
        let isFit = base.isEmpty || VariableName.expected(of: base) == nil
        return name(for: isFit ? wording : "\(fallback) \(wording)", otherwise: fallback)
    }

    /// A name that nothing has yet.
    mutating func name(for wording: String, otherwise fallback: String) -> String {
        let base = Self.word(wording)
        let start = base.isEmpty ? fallback : base
        var name = start
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(start)_\(number)"
            number += 1
        }
        return name
    }

    /// The wording without accents and signs, cut between words.
    static func word(_ wording: String) -> String {
        let plain = TextFolding.folded(wording).folding(options: .diacriticInsensitive, locale: nil)
        let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.reduce("") { name, word in
            if name.isEmpty { return String(word.prefix(longest)) }
            return name.count + word.count < longest ? "\(name)_\(word)" : name
        }
    }
}
