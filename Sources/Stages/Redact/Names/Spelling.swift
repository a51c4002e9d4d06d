/// Ordinary words with a slip of the keyboard, run together, or with an ending that the lists leave out. Only words that
/// look like no name ask here, and only some hundred candidates are looked up, so that time stays linear.
struct Spelling {
    let answer: Answer
    /// The words that a slip may have been made in.
    var intended: WordClass = [.common, .domain, .generic]

    /// Every word that anything here looks for.
    static let looksFor: WordClass = [.common, .domain, .generic, .english, .weekday, .month]

    func isKnown(_ word: Word) -> Bool {
        guard word.count >= 4, word.count <= Letters.most, answer.text.isPlain(word.range) else { return false }
        return Letters.read(answer.bytes[word.range], isKnown)
    }

    /// Whether a word may be an ordinary one with any single slip, or one of two run together. It is only a hint: some names
    /// are that near to a word.
    func isLikely(_ word: Word) -> Bool {
        guard word.count <= 24, answer.text.isPlain(word.range) else { return false }
        return Letters.read(answer.bytes[word.range]) { letters in
            letters.count >= 4 && isKnown(letters) || isRunTogether(letters)
                || letters.count <= 14 && hasAnySlip(letters)
        }
    }

    private func isKnown(_ letters: Letters) -> Bool {
        hasEnding(letters) || isCompound(letters) || letters.count >= 6 && isSlip(letters)
    }

    /// Two common words without the blank, short ones too: `inthe`.
    private func isRunTogether(_ letters: Letters) -> Bool {
        letters.count >= 5 && isCut(letters, behind: 2)
    }

    /// Two or three common words without the blanks: `trainingonline`, `needmorestaff`.
    private func isCompound(_ letters: Letters) -> Bool {
        letters.count >= 8 && isCut(letters, behind: 4) || letters.count >= 12 && isOfThree(letters)
    }

    private func isOfThree(_ letters: Letters) -> Bool {
        (4...letters.count - 8).contains { cut in
            isWord(letters.start(cut), common: true) && letters.dropFirst(cut) { isCut($0, behind: 4) }
        }
    }

    /// Two common words of so many letters at least.
    private func isCut(_ letters: Letters, behind least: Int) -> Bool {
        for cut in least...(letters.count - least)
        where isWord(letters.start(cut), common: true)
            && isWord(letters.end(from: cut, WordHash()), common: true)
        {
            return true
        }
        return false
    }

    /// A long word that is near a seldom one is more likely that than a name.
    private func hasAnySlip(_ letters: Letters) -> Bool {
        let seldom: WordClass = letters.count >= 7 ? [.english, .weekday, .month] : []
        return Spelling(answer: answer, intended: intended.union(seldom)).hasOneSlip(letters)
    }

    /// One letter left out, too many or another, or two exchanged. In a word of three letters only the last.
    private func hasOneSlip(_ letters: Letters) -> Bool {
        for place in 0..<letters.count {
            if place > 0, isExchanged(letters, place) { return true }
            guard letters.count > 3 else { continue }
            let start = letters.start(place)
            if isCommon(letters.end(from: place + 1, start)) { return true }
            for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
                let start = start.with(letter)
                if isCommon(letters.end(from: place, start)) || isCommon(letters.end(from: place + 1, start)) {
                    return true
                }
            }
        }
        return false
    }

    /// One letter too many, one doubled or single by mistake, two exchanged, one vowel for another.
    private func isSlip(_ letters: Letters) -> Bool {
        for place in 1..<letters.count {
            let start = letters.start(place)
            if isCommon(letters.end(from: place + 1, start))
                || isCommon(letters.end(from: place, start.with(letters[place])))
            {
                return true
            }
            let isVowel = Letters.isVowel(letters[place])
            for vowel in Letters.vowels {
                let start = start.with(vowel)
                if isCommon(letters.end(from: place, start))
                    || isVowel && isCommon(letters.end(from: place + 1, start))
                {
                    return true
                }
            }
            if isExchanged(letters, place) { return true }
        }
        return false
    }

    private func isExchanged(_ letters: Letters, _ place: Int) -> Bool {
        let start = letters.start(place - 1).with(letters[place]).with(letters[place - 1])
        return isCommon(letters.end(from: place + 1, start))
    }

    // MARK: Endings and beginnings

    private func hasEnding(_ letters: Letters) -> Bool {
        if isDerived(letters) { return true }
        for beginning in Letters.beginnings
        where letters.count - beginning.count >= 4 && letters.starts(with: beginning) {
            let isWordBehind = letters.dropFirst(beginning.count) { rest in
                isBase(rest.start(rest.count), count: rest.count) || isDerived(rest)
            }
            if isWordBehind { return true }
        }
        return false
    }

    private func isDerived(_ letters: Letters) -> Bool {
        for ending in Letters.endings where letters.count - ending.count >= 4 && letters.ends(with: ending) {
            let count = letters.count - ending.count
            if isBase(letters.start(count), count: count) { return true }
        }
        return false
    }

    /// A word that endings and beginnings are set to: a common one, or any long one.
    private func isBase(_ word: WordHash, count: Int) -> Bool { isWord(word, common: count < 7) }

    // MARK: The lists

    private func isWord(_ word: WordHash, common: Bool = false) -> Bool {
        has(word, common ? [.common, .domain, .generic] : [.common, .english, .domain, .generic])
    }

    @inline(__always)
    private func isCommon(_ word: WordHash) -> Bool { has(word, intended) }

    /// Whether a word is of a class, and no name.
    @inline(__always)
    private func has(_ word: WordHash, _ wanted: WordClass) -> Bool {
        guard answer.lexicon.plainWords.mayHave(word.value) else { return false }
        let classes = answer.lexicon.table[word.value]
        return classes.has(wanted) && !classes.has(.names)
    }
}

/// The letters of a word, and the hash of each of its beginnings.
private struct Letters {
    /// No longer word is looked at.
    static let most = 30

    private let letters: UnsafePointer<UInt8>
    private let starts: UnsafePointer<WordHash>
    let count: Int
    /// The last eight, the very last one lowest.
    private let tail: UInt64

    /// Reads the letters of a word, in small ones.
    static func read(_ bytes: Bytes, _ body: (Letters) -> Bool) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { letters in
            guard let base = letters.baseAddress, bytes.count <= most else { return false }
            for (place, byte) in bytes.enumerated() { (base + place).initialize(to: WordHash.lower(byte)) }
            return read(base, bytes.count, body)
        }
    }

    private static func read(_ letters: UnsafePointer<UInt8>, _ count: Int, _ body: (Letters) -> Bool) -> Bool {
        withUnsafeTemporaryAllocation(of: WordHash.self, capacity: most + 1) { starts in
            guard let base = starts.baseAddress else { return false }
            var hash = WordHash()
            var tail: UInt64 = 0
            base.initialize(to: hash)
            for place in 0..<count {
                hash.add(letters[place])
                tail = tail << 8 | UInt64(letters[place])
                (base + place + 1).initialize(to: hash)
            }
            return body(Letters(letters: letters, starts: base, count: count, tail: tail))
        }
    }

    /// The same without the first few.
    func dropFirst(_ count: Int, _ body: (Letters) -> Bool) -> Bool {
        Self.read(letters + count, self.count - count, body)
    }

    @inline(__always)
    subscript(place: Int) -> UInt8 {
        precondition(place >= 0 && place < count)
        return letters[place]
    }

    /// The hash of the first few.
    @inline(__always)
    func start(_ count: Int) -> WordHash {
        precondition(count >= 0 && count <= self.count)
        return starts[count]
    }

    /// The hash of other letters with those from a place behind them.
    @inline(__always)
    func end(from place: Int, _ start: WordHash) -> WordHash {
        precondition(place >= 0)
        var hash = start
        var at = place
        while at < count {
            hash.add(letters[at])
            at += 1
        }
        return hash
    }

    static let vowels = Array("aeiou".utf8)

    static func isVowel(_ letter: UInt8) -> Bool {
        letter == UInt8(ascii: "y") || vowels.contains(letter)
    }

    // MARK: Endings and beginnings

    /// Up to eight letters as one number, the last one lowest.
    struct Piece {
        let count: Int
        let letters: UInt64
        let mask: UInt64

        init(_ text: Substring) {
            count = text.utf8.count
            letters = text.utf8.reduce(0) { $0 << 8 | UInt64($1) }
            mask = UInt64.max >> UInt64(64 - 8 * count)
        }
    }

    static let endings = pieces(
        "s es ed ing ly ness er ers al ist ists ized ised ity ability able ation ization isation ism ful less ment wise ship hood"
    )
    static let beginnings = pieces(
        "un re non pre co multi inter anti sub self socio psycho cyber over under mis dis post semi")

    private static func pieces(_ text: String) -> [Piece] { text.split(separator: " ").map(Piece.init) }

    @inline(__always)
    func ends(with piece: Piece) -> Bool { tail & piece.mask == piece.letters }

    @inline(__always)
    func starts(with piece: Piece) -> Bool {
        var head: UInt64 = 0
        for place in 0..<Swift.min(piece.count, count) { head = head << 8 | UInt64(letters[place]) }
        return head == piece.letters
    }
}
