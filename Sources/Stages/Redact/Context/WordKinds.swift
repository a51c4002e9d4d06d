/// What words are by themselves, when the context has to decide whether they are part of a mention.
extension Word {
    /// A capital on a word that English has and no list of names, or which is part of many bodies' names; or a capital letter.
    var isOrdinaryCapital: Bool {
        if count == 1 { return isWord && hasCapital }
        guard shape == .capital, classes.has([.common, .english, .domain]) else { return false }
        // `Basic` at the beginning of a sentence is hardly ever Bašić.
        let isPlain = isInitial && classes.has(.generic) && classes.has(.usuallyWord)
        return isPlain || !classes.has(.names.union(.translated))
    }

    /// `said` in small letters, which is a given name as well.
    var isSpeech: Bool {
        shape == .lower && classes.has(.function) && classes.has(.speech)
    }

    /// `la casa`: a word of another language in small letters.
    var isLeftOver: Bool {
        shape == .lower && classes.has(.foreign)
    }

    /// `and`, `the` in small letters.
    var isGrammar: Bool {
        shape == .lower && classes.has(.function)
            && classes.isDisjoint(with: [.particle, .abbreviation, .atWord, .dot])
    }

    /// `gđa`, `psychologist` in small letters: what somebody is, not who.
    var isBareTitle: Bool {
        shape == .lower && classes.has([.title, .honorific, .role])
            && !classes.has(.names.union([.street, .organisation, .caseWord, .abbreviation]))
    }
}
