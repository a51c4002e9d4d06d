import WeirCore
import WeirState

/// An answer on the desk, and the masks it would be approved with.
struct ReviewDraft: Equatable {
    /// What stands in place of a word that a person masked.
    static let maskByHand = "[MASKED]"

    let text: [Unicode.Scalar]
    /// The words, by code points.
    let words: [Range<Int>]
    private(set) var marks: [Marking.Mark]
    private let suspicions: [Range<Int>]
    /// Why the machine would withhold it; nil once a person chose the masks.
    private(set) var doubt: String?
    var attribution = Decision.Attribution.none

    init(_ text: String, _ marking: Marking, safe: Set<String>) {
        self.text = Array(text.unicodeScalars)
        words = AnswerWords.ranges(in: self.text)
        marks = marking.marks
        doubt = marking.doubt
        suspicions = marking.suspicious
        dropSafe(safe)
    }

    /// The letters of a word.
    func word(_ index: Int) -> String { string(words[index]) }

    private func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(text[range]))
    }

    /// The mask over a word.
    func mark(over word: Int) -> Marking.Mark? {
        marks.first { ($0.mask.start..<$0.mask.end).overlaps(words[word]) }
    }

    /// The words that could be names and are not masked.
    var suspicious: [Range<Int>] {
        suspicions.filter { word in !marks.contains { ($0.mask.start..<$0.mask.end).overlaps(word) } }
    }

    /// The first word that is masked only for being in no list.
    var firstUnlisted: Int? {
        words.indices.first { mark(over: $0)?.unlisted.contains(TextFolding.folded(word($0))) == true }
    }

    /// Takes the mask off a word, the whole of it; or masks the word.
    mutating func toggle(_ word: Int) {
        doubt = nil
        let range = words[word]
        if mark(over: word) != nil {
            marks.removeAll { ($0.mask.start..<$0.mask.end).overlaps(range) }
            return
        }
        let mask = Mask(start: range.lowerBound, end: range.upperBound, word: Self.maskByHand)
        let place = marks.firstIndex { $0.mask.start > mask.start } ?? marks.count
        marks.insert(Marking.Mark(mask: mask), at: place)
    }

    /// Takes off the masks of words that are in no list but the study's own.
    mutating func dropSafe(_ safe: Set<String>) {
        marks.removeAll { !$0.unlisted.isEmpty && $0.unlisted.isSubset(of: safe) }
    }

    /// The masks as they are kept: words masked by hand with only blanks between are one.
    var masks: [Mask] {
        marks.map(\.mask).reduce(into: []) { masks, mask in
            guard let last = masks.last, last.word == Self.maskByHand, mask.word == Self.maskByHand,
                text[last.end..<mask.start].allSatisfy(\.properties.isWhitespace)
            else { return masks.append(mask) }
            masks[masks.count - 1].end = mask.end
        }
    }

    /// The answer with its masks.
    var wording: String { Mask.applied(masks, to: string(0..<text.count)) ?? "" }

    /// What is masked, by kind: `PERSON × 2, PLACE`.
    var kinds: String {
        var counts: [(kind: String, count: Int)] = []
        for mask in masks {
            let kind = mask.word.filter { $0.isLetter || $0 == " " }.split(separator: " ").joined(separator: " ")
            if let known = counts.firstIndex(where: { $0.kind == kind }) {
                counts[known].count += 1
            } else {
                counts.append((kind, 1))
            }
        }
        return counts.map { $0.count == 1 ? $0.kind : "\($0.kind) × \($0.count)" }.joined(separator: ", ")
    }
}
