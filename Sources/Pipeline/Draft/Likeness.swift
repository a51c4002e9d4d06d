import WeirCore

/// How alike two wordings are, from 0 to 1: by the pairs of letters that they share.
struct Likeness {
    private let pairs: [String: Int]
    private let count: Int
    /// The wording, folded.
    let text: String

    init(_ wording: String) {
        text = TextFolding.folded(wording)
        let letters = Array(" " + text.filter { $0.isLetter || $0.isNumber || $0 == " " } + " ")
        var pairs: [String: Int] = [:]
        for at in letters.indices.dropLast() { pairs[String(letters[at...at + 1]), default: 0] += 1 }
        self.pairs = pairs
        count = max(letters.count - 1, 1)
    }

    /// Twice the pairs that both have, of all pairs.
    func likeness(to other: Likeness) -> Double {
        if text == other.text { return 1 }
        let shared = pairs.reduce(0) { $0 + min($1.value, other.pairs[$1.key] ?? 0) }
        return 2 * Double(shared) / Double(count + other.count)
    }
}
