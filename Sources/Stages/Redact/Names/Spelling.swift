/// Ordinary words with a slip of the keyboard, run together, or with an ending that the lists leave out. Only words that
/// look like no name ask here, and only some hundred candidates are looked up, so that time stays linear.
struct Spelling {
    let answer: Answer
    /// The words that a slip may have been made in.
    var intended: WordClass = [.common, .domain]

    func isKnown(_ word: Word) -> Bool {
        let letters = answer.bytes[word.range].map(WordHash.lower)
        guard letters.count >= 4, letters.count <= 30, answer.text.isPlain(word.range) else { return false }
        return hasEnding(letters) || isCompound(letters) || letters.count >= 6 && isSlip(letters)
    }

    /// Whether a word may be an ordinary one with any single slip, or one of two run together. It is only a hint: some names
    /// are that near to a word.
    func isLikely(_ word: Word) -> Bool {
        guard word.count <= 24, answer.text.isPlain(word.range) else { return false }
        let letters = answer.bytes[word.range].map(WordHash.lower)
        return letters.count >= 4 && isKnown(word) || isRunTogether(letters)
            || letters.count <= 14 && hasAnySlip(letters)
    }

    /// Two common words without the blank, short ones too: `inthe`.
    private func isRunTogether(_ letters: [UInt8]) -> Bool {
        letters.count >= 5
            && (2...(letters.count - 2)).contains { cut in
                isWord(letters[..<cut], common: true) && isWord(letters[cut...], common: true)
            }
    }

    /// A long word that is near a seldom one is more likely that than a name.
    private func hasAnySlip(_ letters: [UInt8]) -> Bool {
        let seldom: WordClass = letters.count >= 7 ? [.english, .weekday, .month] : []
        return Spelling(answer: answer, intended: intended.union(seldom)).hasOneSlip(letters)
    }

    /// One letter left out, too many or another, or two exchanged. In a word of three letters only the last.
    private func hasOneSlip(_ letters: [UInt8]) -> Bool {
        var start = WordHash()
        for place in letters.indices {
            if place > 0, isExchanged(letters, place) { return true }
            let rest = letters[place...]
            if letters.count > 3 {
                if isCommon(start, rest.dropFirst()) { return true }
                for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
                    if isCommon(start, letter, rest) || isCommon(start, letter, rest.dropFirst()) { return true }
                }
            }
            start.add(letters[place])
        }
        return false
    }

    private func isWord(_ letters: some Sequence<UInt8>, common: Bool = false) -> Bool {
        var hash = WordHash()
        for letter in letters { hash.add(letter) }
        let classes = answer.lexicon.table[hash.value]
        guard !classes.has(.names) else { return false }
        return classes.has(common ? [.common, .domain] : [.common, .english, .domain])
    }

    private static let endings: [[UInt8]] = [
        "s", "es", "ed", "ing", "ly", "ness", "er", "ers", "al", "ist", "ists", "ized", "ised", "ity", "ability",
        "able",
        "ation", "ization", "isation", "ism", "ful", "less", "ment", "wise", "ship", "hood",
    ].map { Array($0.utf8) }
    private static let beginnings: [[UInt8]] = [
        "un", "re", "non", "pre", "co", "multi", "inter", "anti", "sub", "self", "socio", "psycho", "cyber", "over",
        "under", "mis", "dis", "post", "semi",
    ].map { Array($0.utf8) }

    private func hasEnding(_ letters: [UInt8]) -> Bool {
        if isDerived(letters[...]) { return true }
        for beginning in Self.beginnings where letters.count - beginning.count >= 4 && letters.starts(with: beginning) {
            let rest = letters.dropFirst(beginning.count)
            if isBase(rest) || isDerived(rest) {
                return true
            }
        }
        return false
    }

    private func isDerived(_ letters: ArraySlice<UInt8>) -> Bool {
        Self.endings.contains { ending in
            letters.count - ending.count >= 4 && letters.suffix(ending.count).elementsEqual(ending)
                && isBase(letters.dropLast(ending.count))
        }
    }

    /// A word that endings and beginnings are set to: a common one, or any long one.
    private func isBase(_ letters: ArraySlice<UInt8>) -> Bool { isWord(letters, common: letters.count < 7) }

    /// Two common words without the blank.
    private func isCompound(_ letters: [UInt8]) -> Bool {
        guard letters.count >= 8 else { return false }
        return (4...(letters.count - 4)).contains { cut in
            isWord(letters[..<cut], common: true) && isWord(letters[cut...], common: true)
        }
    }

    /// One letter too many, one doubled or single by mistake, two exchanged, one vowel for another.
    private func isSlip(_ letters: [UInt8]) -> Bool {
        var start = WordHash()
        start.add(letters[0])
        for place in 1..<letters.count {
            let rest = letters[place...]
            if isCommon(start, rest.dropFirst()) || isCommon(start, letters[place], rest) { return true }
            for vowel in Self.vowels {
                if isCommon(start, vowel, rest)
                    || Self.isVowel(letters[place]) && isCommon(start, vowel, rest.dropFirst())
                {
                    return true
                }
            }
            if isExchanged(letters, place) { return true }
            start.add(letters[place])
        }
        return false
    }

    private func isExchanged(_ letters: [UInt8], _ place: Int) -> Bool {
        var hash = WordHash()
        for other in letters.indices {
            hash.add(letters[other == place ? place - 1 : other == place - 1 ? place : other])
        }
        return isCommon(hash, [])
    }

    private static let vowels = Array("aeiou".utf8)

    private static func isVowel(_ letter: UInt8) -> Bool { vowels.contains(letter) || letter == UInt8(ascii: "y") }

    private func isCommon(_ start: WordHash, _ inserted: UInt8, _ rest: ArraySlice<UInt8>) -> Bool {
        var hash = start
        hash.add(inserted)
        return isCommon(hash, rest)
    }

    private func isCommon(_ start: WordHash, _ rest: ArraySlice<UInt8>) -> Bool {
        var hash = start
        for letter in rest { hash.add(letter) }
        let classes = answer.lexicon.table[hash.value]
        return classes.has(intended) && !classes.has(.names)
    }
}
