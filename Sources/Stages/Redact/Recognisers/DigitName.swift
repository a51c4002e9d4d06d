/// Names with digits for letters: `4na P0pescu`, `An4`. What the digits look like makes a listed name; beside a capital, so
/// that `5am` is none.
struct DigitName {
    let answer: Answer

    func mention(at index: Int) -> Mention? {
        let words = answer.words.all
        guard isName(index), words[index].count >= 5 || isBesideCapital(index) else { return nil }
        var first = index
        if first > 0, isPlainName(first - 1), words[first].gap == .space { first -= 1 }
        var last = index
        while last + 1 < words.count, last - index < 3, words[last + 1].gap == .space,
            isName(last + 1) || isPlainName(last + 1)
        { last += 1 }
        return Mention(.person, Int(words[first].start)..<Int(words[last].end), .listed)
    }

    private func isBesideCapital(_ index: Int) -> Bool {
        let words = answer.words.all
        return index > 0 && words[index].gap == .space && startsWithCapital(index - 1)
            || index + 1 < words.count && words[index + 1].gap == .space && startsWithCapital(index + 1)
            || SignKind.of(answer.bytes[Int(words[index].start)]) == .upper && words[index].count > 2
    }

    private func startsWithCapital(_ index: Int) -> Bool {
        SignKind.of(answer.bytes[Int(answer.words.all[index].start)]) == .upper
    }

    /// `Popescu` beside `4na`.
    private func isPlainName(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.isWord && word.hasCapital && word.classes.has(.persons) && !word.classes.has(.words)
            && word.verdict != .taken
    }

    private func isName(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        guard word.shape == .alphanumeric, (3...20).contains(word.count), word.verdict != .taken else { return false }
        let text = answer.bytes[word.range]
        guard !isMeasure(text), text.count(where: { $0 &- 48 < 10 }) * 2 < text.count else { return false }
        var hash = WordHash()
        for byte in text {
            guard let letter = Self.letter(byte) else { return false }
            hash.add(letter)
        }
        let classes = answer.lexicon.table[hash.value]
        return classes.has(.persons) && !classes.has([.common, .function])
    }

    /// `5am`, `4th`: a number and its unit.
    private func isMeasure(_ text: Bytes) -> Bool {
        let unit = text.drop { $0 &- 48 < 10 }
        guard unit.count < text.count else { return false }
        return Self.units.contains { unit.map(WordHash.lower).elementsEqual($0.utf8) }
    }

    private static let units = [
        "am", "pm", "st", "nd", "rd", "th", "er", "ro", "do", "to", "yo", "min", "km", "hrs", "in",
    ]

    private static func letter(_ byte: UInt8) -> UInt8? {
        guard byte &- 48 < 10 else { return WordHash.lower(byte) }
        let letters: [UInt8] = [
            UInt8(ascii: "o"), UInt8(ascii: "i"), 0, UInt8(ascii: "e"), UInt8(ascii: "a"), UInt8(ascii: "s"), 0,
            UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "g"),
        ]
        let letter = letters[Int(byte &- 48)]
        return letter == 0 ? nil : letter
    }
}
