/// What the model knows of a word from its surroundings: each is a hash, and has weights of its own if training gave it
/// any.
///
/// They are told in groups by what they depend on, so that the groups of one word alone need not be told at every place
/// where it stands.
struct ContextFeatures {
    /// How the answer is written.
    let style: UInt64
    /// The word, with the others around it.
    let word: UnsafePointer<ContextWord>

    /// The classes of words near by: by the distance, and the class's number.
    func eachClass(_ tell: (Int, Int) -> Void) {
        for offset in -2...2 { eachClass(at: offset, tell) }
    }

    /// The classes of one word near by.
    @inline(__always)
    func eachClass(at offset: Int, _ tell: (Int, Int) -> Void) {
        guard abs(offset) <= 2 else { return }
        var classes = word[offset].classes
        while classes != 0 {
            tell(offset + 2, classes.trailingZeroBitCount)
            classes &= classes &- 1
        }
    }

    /// A class near by as a feature.
    static func classFeature(_ place: Int, _ number: Int) -> UInt64 {
        FeatureHash(UInt64(31 + place)).with(UInt64(number)).value
    }

    /// Tells every other feature of a word.
    func each(_ tell: (UInt64) -> Void) {
        for offset in -3...3 {
            tellWord(offset, tell)
            tellRule(offset, tell)
            tellAllowed(offset, tell)
            tellGap(offset, tell)
        }
        tellLetters(tell)
        tellSelf(tell)
        tellQuotes(tell)
        tellBrackets(tell)
        tellAround(tell)
        tellRules(tell)
        tellRuleBehind(tell)
        tellFarRules(tell)
        tellOwnRule(tell)
        tellStart(tell)
        tellBehindStart(tell)
        tellAddresses(tell)
        tellForeign(tell)
    }

    /// A word near by, by its distance.
    @inline(__always)
    func tellWord(_ offset: Int, _ tell: (UInt64) -> Void) {
        let near = word[offset]
        let place = UInt64(offset + 3)
        tell(FeatureHash(place).with(near.identity).value)
        tell(FeatureHash(10 + place).with(near.kind).value)
    }

    /// What the rules found at a word near by.
    @inline(__always)
    func tellRule(_ offset: Int, _ tell: (UInt64) -> Void) {
        tell(FeatureHash(20 + UInt64(offset + 3)).with(word[offset].rule).value)
    }

    /// Whether a word near by may stay.
    @inline(__always)
    func tellAllowed(_ offset: Int, _ tell: (UInt64) -> Void) {
        guard abs(offset) <= 2, word[offset].isAllowed else { return }
        tell(FeatureHash(40 + UInt64(offset + 3)).value)
    }

    /// What stands before a word near by.
    @inline(__always)
    func tellGap(_ offset: Int, _ tell: (UInt64) -> Void) {
        guard -1...2 ~= offset else { return }
        tell(FeatureHash(50 + UInt64(offset + 3)).with(word[offset].gap).value)
    }

    /// The word itself, by its letters.
    @inline(__always)
    func tellLetters(_ tell: (UInt64) -> Void) {
        let it = word[0]
        tell(FeatureHash(100).value)
        tell(FeatureHash(101).with(it.longEnding).value)
        tell(FeatureHash(102).with(it.ending).with(it.shape).value)
        tell(FeatureHash(103).with(it.beginning).value)
        tell(FeatureHash(104).with(it.count).with(it.shape).value)
    }

    /// How it stands there.
    @inline(__always)
    func tellSelf(_ tell: (UInt64) -> Void) {
        let it = word[0]
        tell(FeatureHash(105).with(style).value)
        tell(FeatureHash(109).with(it.signBefore).with(it.kind).value)
        tell(FeatureHash(110).with(it.signBehind).with(it.kind).value)
        if it.isPossessive { tell(FeatureHash(106).with(it.kind).value) }
    }

    @inline(__always)
    func tellQuotes(_ tell: (UInt64) -> Void) {
        if word[0].isQuoted { tell(FeatureHash(107).with(word[0].rule).value) }
    }

    @inline(__always)
    func tellBrackets(_ tell: (UInt64) -> Void) {
        if word[0].isBracketed { tell(FeatureHash(108).with(word[0].kind).value) }
    }

    /// The word with those around it.
    @inline(__always)
    func tellAround(_ tell: (UInt64) -> Void) {
        let it = word[0]
        let before = word[-1]
        let next = word[1]
        let second = word[-2]
        let afterNext = word[2]
        tell(FeatureHash(200).with(next.ending).with(it.kind).value)
        tell(FeatureHash(201).with(next.lastLetter).with(it.kind).with(next.lists).value)
        tell(FeatureHash(202).with(before.ending).with(it.kind).value)
        tell(FeatureHash(203).with(before.identity).with(it.identity).value)
        tell(FeatureHash(204).with(it.identity).with(next.identity).value)
        tell(FeatureHash(205).with(before.identity).with(it.kind).with(it.gap).value)
        tell(FeatureHash(206).with(it.kind).with(next.identity).with(next.gap).value)
        tell(FeatureHash(207).with(before.kind).with(it.kind).with(it.gap).value)
        tell(FeatureHash(208).with(it.kind).with(next.kind).with(next.gap).value)
        tell(FeatureHash(209).with(before.kind).with(it.kind).with(next.kind).value)
        tell(FeatureHash(210).with(second.identity).with(before.identity).with(it.kind).value)
        tell(FeatureHash(211).with(it.kind).with(next.identity).with(afterNext.identity).value)
        tell(FeatureHash(212).with(before.identity).with(it.kind).with(next.identity).value)
        tell(FeatureHash(213).with(second.kind).with(before.kind).with(it.kind).value)
        tell(FeatureHash(214).with(it.kind).with(next.kind).with(afterNext.kind).value)
        tell(FeatureHash(215).with(second.identity).with(it.kind).value)
        tell(FeatureHash(216).with(it.kind).with(afterNext.identity).value)
        tell(FeatureHash(217).with(word[-3].identity).with(it.kind).value)
        tell(FeatureHash(218).with(it.kind).with(word[3].identity).value)
    }

    /// What the rules found here and beside.
    @inline(__always)
    func tellRules(_ tell: (UInt64) -> Void) {
        let it = word[0]
        let before = word[-1]
        tell(FeatureHash(220).with(it.rule).with(it.kind).with(style).value)
        tell(FeatureHash(221).with(it.rule).with(it.kind).with(it.isInitial ? 1 : 0).with(style).value)
        tell(FeatureHash(222).with(before.rule).with(it.rule).with(word[1].rule).with(it.gap).value)
        tell(FeatureHash(223).with(before.rule).with(it.gap).with(it.kind).with(it.rule).value)
    }

    /// The same with what stands behind the word.
    @inline(__always)
    func tellRuleBehind(_ tell: (UInt64) -> Void) {
        let next = word[1]
        tell(FeatureHash(224).with(next.rule).with(next.gap).with(word[0].kind).with(word[0].rule).value)
    }

    /// The same with the word but one.
    @inline(__always)
    func tellFarRules(_ tell: (UInt64) -> Void) {
        let it = word[0]
        tell(FeatureHash(225).with(word[-2].rule).with(word[-1].rule).with(it.kind).value)
        tell(FeatureHash(226).with(word[2].rule).with(word[1].rule).with(it.kind).value)
    }

    @inline(__always)
    func tellOwnRule(_ tell: (UInt64) -> Void) {
        tell(FeatureHash(227).with(word[0].rule).with(word[0].identity).value)
    }

    /// The first word of a sentence.
    @inline(__always)
    func tellStart(_ tell: (UInt64) -> Void) {
        if word[0].isInitial { tell(FeatureHash(240).with(word[0].kind).value) }
    }

    /// The word behind it.
    @inline(__always)
    func tellBehindStart(_ tell: (UInt64) -> Void) {
        let it = word[0]
        let next = word[1]
        guard it.isInitial else { return }
        tell(FeatureHash(241).with(it.kind).with(next.identity).value)
        tell(FeatureHash(242).with(it.kind).with(next.kind).value)
        tell(FeatureHash(243).with(it.kind).with(next.lastLetter).with(next.gap).value)
    }

    /// An address farther off.
    @inline(__always)
    func tellAddresses(_ tell: (UInt64) -> Void) {
        for distance in 4...8 {
            if word[-distance].rule == ContextRules.address { tell(FeatureHash(250).value) }
            if word[distance].rule == ContextRules.address { tell(FeatureHash(251).value) }
        }
    }

    /// How many words around are of no English list.
    @inline(__always)
    func tellForeign(_ tell: (UInt64) -> Void) {
        Self.tellForeign(UInt64((-3...3).count { $0 != 0 && word[$0].isForeign }), word[0].lists, tell)
    }

    @inline(__always)
    static func tellForeign(_ count: UInt64, _ lists: UInt64, _ tell: (UInt64) -> Void) {
        tell(FeatureHash(252).with(count).value)
        tell(FeatureHash(253).with(count).with(lists).value)
    }
}
