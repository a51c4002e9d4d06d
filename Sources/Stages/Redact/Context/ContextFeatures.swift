/// What the model knows of a word from its surroundings: each is a hash, and has weights of its own if training gave it
/// any.
struct ContextFeatures {
    /// How the answer is written.
    let style: UInt64
    /// The word, with the others around it.
    let word: UnsafePointer<ContextWord>

    /// The classes of words near by: by the distance, and the class's number.
    @inline(__always)
    func eachClass(_ tell: (Int, Int) -> Void) {
        for offset in -2...2 {
            var classes = word[offset].classes
            while classes != 0 {
                tell(offset + 2, classes.trailingZeroBitCount)
                classes &= classes &- 1
            }
        }
    }

    /// A class near by as a feature.
    static func classFeature(_ place: Int, _ number: Int) -> UInt64 {
        FeatureHash(UInt64(31 + place)).with(UInt64(number)).value
    }

    /// Tells every other feature of a word.
    @inline(__always)
    func each(_ tell: (UInt64) -> Void) {
        let it = word[0]
        let before = word[-1]
        let next = word[1]
        let second = word[-2]
        let afterNext = word[2]
        tellEach(tell)
        tellSelf(it, tell)
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
        tellRules(it, before, next, second, afterNext, tell)
        if it.isInitial {
            tell(FeatureHash(240).with(it.kind).value)
            tell(FeatureHash(241).with(it.kind).with(next.identity).value)
            tell(FeatureHash(242).with(it.kind).with(next.kind).value)
            tell(FeatureHash(243).with(it.kind).with(next.lastLetter).with(next.gap).value)
        }
        tellFar(it, tell)
    }

    /// Each word near by, by its distance.
    @inline(__always)
    private func tellEach(_ tell: (UInt64) -> Void) {
        for offset in -3...3 {
            let near = word[offset]
            let place = UInt64(offset + 3)
            tell(FeatureHash(place).with(near.identity).value)
            tell(FeatureHash(10 + place).with(near.kind).value)
            tell(FeatureHash(20 + place).with(near.rule).value)
            guard abs(offset) <= 2 else { continue }
            if near.isAllowed { tell(FeatureHash(40 + place).value) }
            if offset > -2 { tell(FeatureHash(50 + place).with(near.gap).value) }
        }
    }

    @inline(__always)
    private func tellSelf(_ it: ContextWord, _ tell: (UInt64) -> Void) {
        tell(FeatureHash(100).value)
        tell(FeatureHash(101).with(it.longEnding).value)
        tell(FeatureHash(102).with(it.ending).with(it.shape).value)
        tell(FeatureHash(103).with(it.beginning).value)
        tell(FeatureHash(104).with(it.count).with(it.shape).value)
        tell(FeatureHash(105).with(style).value)
        tell(FeatureHash(109).with(it.signBefore).with(it.kind).value)
        tell(FeatureHash(110).with(it.signBehind).with(it.kind).value)
        if it.isPossessive { tell(FeatureHash(106).with(it.kind).value) }
        if it.isQuoted { tell(FeatureHash(107).with(it.rule).value) }
        if it.isBracketed { tell(FeatureHash(108).with(it.kind).value) }
    }

    /// What the rules found here and beside.
    @inline(__always)
    private func tellRules(
        _ it: ContextWord, _ before: ContextWord, _ next: ContextWord, _ second: ContextWord, _ afterNext: ContextWord,
        _ tell: (UInt64) -> Void
    ) {
        tell(FeatureHash(220).with(it.rule).with(it.kind).with(style).value)
        tell(FeatureHash(221).with(it.rule).with(it.kind).with(it.isInitial ? 1 : 0).with(style).value)
        tell(FeatureHash(222).with(before.rule).with(it.rule).with(next.rule).with(it.gap).value)
        tell(FeatureHash(223).with(before.rule).with(it.gap).with(it.kind).with(it.rule).value)
        tell(FeatureHash(224).with(next.rule).with(next.gap).with(it.kind).with(it.rule).value)
        tell(FeatureHash(225).with(second.rule).with(before.rule).with(it.kind).value)
        tell(FeatureHash(226).with(afterNext.rule).with(next.rule).with(it.kind).value)
        tell(FeatureHash(227).with(it.rule).with(it.identity).value)
    }

    /// An address farther off, and how many words around are of no English list.
    @inline(__always)
    private func tellFar(_ it: ContextWord, _ tell: (UInt64) -> Void) {
        for distance in 4...8 {
            if word[-distance].rule == ContextRules.address { tell(FeatureHash(250).value) }
            if word[distance].rule == ContextRules.address { tell(FeatureHash(251).value) }
        }
        let foreign = UInt64((-3...3).count { $0 != 0 && word[$0].isForeign })
        tell(FeatureHash(252).with(foreign).value)
        tell(FeatureHash(253).with(foreign).with(it.lists).value)
    }
}
