/// Adds up the weights of the features of every word of an answer.
///
/// Most features tell of one word alone, and the same words come again and again: the sums of their weights are kept for
/// the next time. Weights are whole numbers, so that the order in which they are added makes no difference.
struct ContextScores: ~Copyable {
    typealias Weights = ContextModel.Weights

    private let model: ContextModel
    private var sums = Room<Weights>()
    private var quiets = Room<Weights>()
    private var places = Room<Places>()
    private var words = Kept<SIMD4<UInt64>, WordWeights>(bits: 16)
    private var gaps = Kept<UInt64, GapWeights>(bits: 8)
    private var settings = Kept<UInt64, SettingWeights>(bits: 14)
    private let edges: ContextEdges
    /// A word among others, as one feature sees it.
    private let stage: UnsafeMutablePointer<ContextWord>
    private var picked: PickedFeatures
    /// So many places around a word are looked at.
    private static let reach = 3

    /// The sums of the features that tell of a word, whatever stands around it.
    private struct WordWeights: BitwiseCopyable {
        /// For the words around, from the third before it to the third behind.
        var near = (Weights(), Weights(), Weights(), Weights(), Weights(), Weights())
        var own = Weights()
        /// For itself, where the rules found nothing near by.
        var quiet = Weights()
    }

    /// The sums of the features that tell what stands before a word: for the word before it, for that before this one, for
    /// itself, for the word behind.
    private struct GapWeights: BitwiseCopyable {
        var before = (Weights(), Weights())
        var own = Weights()
        var behind = Weights()
    }

    /// The sums of the features that tell how a word stands there, whichever it is.
    private struct SettingWeights: BitwiseCopyable {
        var own = Weights()
        /// Where the rules found nothing near by.
        var quiet = Weights()
    }

    /// Where the sums of a word are kept: its own, and those of how it stands there.
    private struct Places: BitwiseCopyable {
        var word: Int
        var setting: Int
    }

    init(_ model: ContextModel) {
        self.model = model
        edges = ContextEdges(model)
        picked = PickedFeatures(model)
        stage = .allocate(capacity: 2 * Self.reach + 1)
        stage.initialize(repeating: .outside, count: 2 * Self.reach + 1)
    }

    deinit { stage.deallocate() }

    /// Reads an answer, and gives the sum of every word's weights to a function.
    @inline(__always)
    mutating func read(_ text: borrowing ContextText, _ tell: (Weights) -> Void) {
        let count = text.count
        guard count > 0 else { return }
        sums.fill(count + 2 * Self.reach, with: Weights())
        quiets.fill(count, with: Weights())
        prepare(text)
        for index in 0..<count { addWord(text.word(index), index) }
        var start = 0
        while start < count {
            let end = min(start + PickedFeatures.most, count)
            pick(text, start..<end)
            for index in start..<end { tell(sum(text, index) &+ picked.sum(index - start)) }
            start = end
        }
    }

    /// The sum of all but the features of several words.
    @inline(__always)
    private mutating func sum(_ text: borrowing ContextText, _ index: Int) -> Weights {
        let word = text.word(index)
        let before = min(index, Self.reach)
        let behind = min(text.count - 1 - index, Self.reach)
        let setting = settingWeights(text, index)
        let sum = sums[index + Self.reach] &+ edges.foreign(word) &+ setting.own
        if isQuiet(text, index) {
            return sum &+ quiets[index] &+ setting.quiet &+ edges.quiet(before, behind)
        }
        return sum &+ edges.weights(before, behind) &+ edges.rules(word)
    }

    /// Whether the rules found nothing at a word and near by.
    @inline(__always)
    private func isQuiet(_ text: borrowing ContextText, _ index: Int) -> Bool {
        guard text.hasRules else { return true }
        let word = text.word(index)
        let before = min(index, Self.reach)
        let behind = min(text.count - 1 - index, Self.reach)
        return (-before...behind).allSatisfy { word[$0].rule == 0 }
    }

    /// Has memory bring the sums of all words, so that none is waited for.
    private mutating func prepare(_ text: borrowing ContextText) {
        places.removeAll()
        for index in 0..<text.count {
            let word = words.place(of: Self.key(of: text.word(index)))
            let setting = settings.place(of: Self.settingKey(text, index))
            words.prepare(word)
            settings.prepare(setting)
            places.append(Places(word: word, setting: setting))
        }
    }

    // MARK: The word alone

    /// All that the sums of a word depend on.
    @inline(__always)
    private static func key(of word: UnsafePointer<ContextWord>) -> SIMD4<UInt64> {
        SIMD4(
            word.pointee.identity, word.pointee.classes,
            word.pointee.kind | (word.pointee.isAllowed ? 1 << 32 : 0),
            word.pointee.longEnding | word.pointee.beginning << 24 | word.pointee.count << 48)
    }

    /// Adds what a word tells of itself and of its neighbours to their sums.
    @inline(__always)
    private mutating func addWord(_ word: UnsafePointer<ContextWord>, _ index: Int) {
        let key = Self.key(of: word)
        let place = places[index].word
        if !words.has(key, at: place) { words.keep(weights(of: word.pointee), of: key, at: place) }
        let kept = words.slot(place)
        let gap = gaps.slot(gapPlace(word))
        let sum = index + Self.reach
        // The third before a word is where that word is the third behind.
        sums[sum + 3] &+= kept.pointee.sum.near.0
        sums[sum + 2] &+= kept.pointee.sum.near.1
        sums[sum + 1] &+= kept.pointee.sum.near.2 &+ gap.pointee.sum.behind
        sums[sum] &+= kept.pointee.sum.own &+ gap.pointee.sum.own
        sums[sum - 1] &+= kept.pointee.sum.near.3 &+ gap.pointee.sum.before.1
        sums[sum - 2] &+= kept.pointee.sum.near.4 &+ gap.pointee.sum.before.0
        sums[sum - 3] &+= kept.pointee.sum.near.5
        quiets[index] = kept.pointee.sum.quiet
    }

    private mutating func weights(of word: ContextWord) -> WordWeights {
        stage[Self.reach] = word
        stage[Self.reach].rule = 0
        // All features are told before any is looked up, as those of several words are.
        picked.removeAll()
        for offset in -Self.reach...Self.reach {
            let features = ContextFeatures(style: 0, word: stage + Self.reach - offset)
            features.tellWord(offset) { picked.take($0) }
            features.tellAllowed(offset) { picked.take($0) }
            if offset == 0 { features.tellLetters { picked.take($0) } }
            picked.endWord()
        }
        ContextFeatures(style: 0, word: stage + Self.reach).tellOwnRule { picked.take($0) }
        picked.endWord()
        var sums = WordWeights()
        sums.near = (near(-3), near(-2), near(-1), near(1), near(2), near(3))
        sums.own = near(0)
        sums.quiet = picked.sum(2 * Self.reach + 1)
        return sums
    }

    /// For the word from which the one on the stage stands so far.
    private func near(_ offset: Int) -> Weights {
        var sum = picked.sum(offset + Self.reach)
        ContextFeatures(style: 0, word: stage + Self.reach - offset).eachClass(at: offset) {
            sum &+= model.weights(ofClass: $1, at: $0)
        }
        return sum
    }

    /// Where the sums of what stands before a word are kept.
    @inline(__always)
    private mutating func gapPlace(_ word: UnsafePointer<ContextWord>) -> Int {
        let key = word.pointee.gap
        let place = gaps.place(of: key)
        if !gaps.has(key, at: place) { gaps.keep(gapWeights(word.pointee), of: key, at: place) }
        return place
    }

    private func gapWeights(_ word: ContextWord) -> GapWeights {
        stage[Self.reach] = word
        func weights(_ offset: Int) -> Weights {
            var sum = Weights()
            ContextFeatures(style: 0, word: stage + Self.reach - offset).tellGap(offset) {
                sum &+= model.weights(of: $0)
            }
            return sum
        }
        return GapWeights(before: (weights(2), weights(1)), own: weights(0), behind: weights(-1))
    }

    // MARK: How it stands there

    /// All that the sums of how a word stands there depend on.
    @inline(__always)
    private static func settingKey(_ text: borrowing ContextText, _ index: Int) -> UInt64 {
        let word = text.word(index)
        let flags: UInt64 =
            (word.pointee.isPossessive ? 1 : 0) | (word.pointee.isQuoted ? 2 : 0)
            | (word.pointee.isBracketed ? 4 : 0) | (word.pointee.isInitial ? 8 : 0)
        return word.pointee.kind | word.pointee.gap << 14 | word.pointee.signBefore << 30
            | word.pointee.signBehind << 38 | text.style << 46 | flags << 48 | UInt64(min(index, 2)) << 52
            | UInt64(min(text.count - 1 - index, 2)) << 54
    }

    @inline(__always)
    private mutating func settingWeights(_ text: borrowing ContextText, _ index: Int) -> SettingWeights {
        let key = Self.settingKey(text, index)
        let place = places[index].setting
        if !settings.has(key, at: place) {
            let behind = text.count - 1 - index
            settings.keep(setting(of: text.word(index).pointee, index, behind, text.style), of: key, at: place)
        }
        return settings[place]
    }

    /// - Parameters:
    ///   - before: how many words stand before it; the same for those behind.
    private func setting(of word: ContextWord, _ before: Int, _ behind: Int, _ style: UInt64) -> SettingWeights {
        for offset in -2...2 { stage[Self.reach + offset].rule = -before <= offset && offset <= behind ? 0 : 0xFF }
        stage[Self.reach] = word
        stage[Self.reach].rule = 0
        let features = ContextFeatures(style: style, word: stage + Self.reach)
        var sums = SettingWeights()
        features.tellSelf { sums.own &+= model.weights(of: $0) }
        features.tellBrackets { sums.own &+= model.weights(of: $0) }
        features.tellStart { sums.own &+= model.weights(of: $0) }
        features.tellQuotes { sums.quiet &+= model.weights(of: $0) }
        features.tellRules { sums.quiet &+= model.weights(of: $0) }
        features.tellFarRules { sums.quiet &+= model.weights(of: $0) }
        return sums
    }

    // MARK: The word with others

    /// Picks the features of several words that may have weights.
    private mutating func pick(_ text: borrowing ContextText, _ words: Range<Int>) {
        picked.removeAll()
        for index in words {
            let features = ContextFeatures(style: text.style, word: text.word(index))
            features.tellAround { picked.take($0) }
            features.tellRuleBehind { picked.take($0) }
            if !isQuiet(text, index) {
                features.tellQuotes { picked.take($0) }
                features.tellRules { picked.take($0) }
                features.tellFarRules { picked.take($0) }
                features.tellOwnRule { picked.take($0) }
            }
            features.tellBehindStart { picked.take($0) }
            if text.hasAddress { features.tellAddresses { picked.take($0) } }
            picked.endWord()
        }
    }
}
