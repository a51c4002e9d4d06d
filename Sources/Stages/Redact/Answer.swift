/// One answer as the recognisers see it: folded, cut into words, looked up.
final class Answer {
    var text = FoldedText()
    var words = Words()
    /// What words of earlier answers were like, by their letters.
    var likenesses = Kept<UInt64, Word.Likeness>(bits: 15)
    /// Whether words of earlier answers that no list has were ordinary ones all the same.
    var spellings = Kept<UInt64, Bool>(bits: 15)
    let lexicon: Lexicon

    init(lexicon: Lexicon) { self.lexicon = lexicon }

    @inline(__always) var bytes: Bytes { text.bytes }

    /// The first word that starts at a place or behind it.
    func word(from place: Int) -> Int {
        var low = 0
        var high = words.all.count
        while low < high {
            let middle = (low + high) / 2
            if Int(words.all[middle].start) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether one of the few words before a place is of a class, within the sentence.
    func hasCue(_ classes: WordClass, before place: Int, within count: Int = 3) -> Bool {
        var index = word(from: place)
        for _ in 0..<count {
            guard index > 0 else { return false }
            if index < words.all.count, words.all[index].gap.contains(.line) { return false }
            index -= 1
            if words.all[index].classes.has(classes) { return true }
        }
        return false
    }

    /// Whether one of the few words behind a place is of a class.
    func hasCue(_ classes: WordClass, behind place: Int, within count: Int = 2) -> Bool {
        let first = word(from: place)
        return words.all[first..<min(first + count, words.all.count)].contains { $0.classes.has(classes) }
    }

    /// The digits of a stretch, as numbers.
    func digits(in range: Range<Int>) -> [UInt8] {
        let bytes = bytes[range]
        return Array(unsafeUninitializedCapacity: bytes.count) { digits, count in
            for byte in bytes where byte &- 48 < 10 {
                digits.initializeElement(at: count, to: byte &- 48)
                count += 1
            }
        }
    }

    /// Letters and digits of a stretch, letters in capitals.
    func signs(in range: Range<Int>) -> [UInt8] {
        let bytes = bytes[range]
        return Array(unsafeUninitializedCapacity: bytes.count) { signs, count in
            for byte in bytes where SignKind.of(byte).isWord {
                signs.initializeElement(at: count, to: SignKind.of(byte) == .lower ? byte & 0xDF : byte)
                count += 1
            }
        }
    }

    /// The whole words and numbers of a stretch, without ordinary words at its start and end: a pattern starts as far left
    /// as it can. Nil when nothing with a digit is left.
    func wholeWords(_ range: Range<Int>) -> Range<Int>? {
        var first = word(from: range.lowerBound)
        var last = word(from: range.upperBound) - 1
        while last >= 0, last < words.all.count, Int(words.all[last].end) > range.upperBound { last -= 1 }
        while first <= last, isOrdinary(words.all[first]), isApart(first + 1) { first += 1 }
        while first <= last, isOrdinary(words.all[last]), isApart(last) { last -= 1 }
        guard first <= last else { return nil }
        return Int(words.all[first].start)..<Int(words.all[last].end)
    }

    /// Whether a blank stands before a word: `UP-I-04` is one thing.
    private func isApart(_ index: Int) -> Bool {
        index >= words.all.count || words.all[index].gap.contains(.space) || words.all[index].gap.contains(.colon)
    }

    private func isOrdinary(_ word: Word) -> Bool {
        guard word.isWord else { return false }
        if word.count == 1 { return word.shape == .lower }
        return word.shape == .lower
            || word.classes.has([.idWord, .bankWord, .phoneWord, .plateWord, .caseWord, .abbreviation, .function])
    }

    /// Whether a word or number goes on behind a stretch.
    func isOpen(_ range: Range<Int>) -> Bool {
        let goesOn = range.upperBound < bytes.count && SignKind.of(bytes[range.upperBound]).isWord
        let cameFrom = range.lowerBound > 0 && SignKind.of(bytes[range.lowerBound - 1]).isWord
        return goesOn || cameFrom
    }
}
