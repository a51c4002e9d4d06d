/// Adds up the weights of the features of every word of an answer.
///
/// Most features tell of one word alone, and the same words come again and again: the sums of their weights are kept for
/// the next time. Weights are whole numbers, so that the order in which they are added makes no difference.
struct ContextScores: ~Copyable {
    typealias Weights = ContextModel.Weights

    private let model: ContextModel
    private var sums = Room<Weights>()
    private var quiets = Room<Weights>()
    private var words = Kept<SIMD4<UInt64>, WordWeights>(bits: 14)
    private var settings = Kept<UInt64, SettingWeights>(bits: 12)
    private let edges: ContextEdges
    /// A word among others, as one feature sees it.
    private let stage: UnsafeMutablePointer<ContextWord>
    /// Features of a word that may have weights: more than there are.
    private let picked: UnsafeMutablePointer<UInt64>
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

    /// The sums of the features that tell how a word stands there, whichever it is.
    private struct SettingWeights: BitwiseCopyable {
        var own = Weights()
        /// Where the rules found nothing near by.
        var quiet = Weights()
    }

    init(_ model: ContextModel) {
        self.model = model
        edges = ContextEdges(model)
        stage = .allocate(capacity: 2 * Self.reach + 1)
        picked = .allocate(capacity: 64)
        stage.initialize(repeating: .outside, count: 2 * Self.reach + 1)
        picked.initialize(repeating: 0, count: 64)
    }

    deinit {
        stage.deallocate()
        picked.deallocate()
    }

    /// Reads an answer, and gives the sum of every word's weights to a function.
    @inline(__always)
    mutating func read(_ text: borrowing ContextText, _ tell: (Weights) -> Void) {
        let count = text.count
        guard count > 0 else { return }
        sums.fill(count + 2 * Self.reach, with: Weights())
        quiets.fill(count, with: Weights())
        for index in 0..<count { addWord(text.word(index), index) }
        for index in 0..<count {
            let word = text.word(index)
            let before = min(index, Self.reach)
            let behind = min(count - 1 - index, Self.reach)
            let setting = settingWeights(word, before, behind, text.style)
            var sum = sums[index + Self.reach] &+ edges.foreign(word) &+ setting.own
            if !text.hasRules || (-before...behind).allSatisfy({ word[$0].rule == 0 }) {
                sum &+= quiets[index] &+ setting.quiet &+ edges.quiet(before, behind) &+ aroundQuiet(word, text)
            } else {
                sum &+= edges.weights(before, behind) &+ aroundRules(word, text)
            }
            tell(sum)
        }
    }

    // MARK: The word alone

    /// Adds what a word tells of itself and of its neighbours to their sums.
    @inline(__always)
    private mutating func addWord(_ word: UnsafePointer<ContextWord>, _ index: Int) {
        let key = SIMD4(
            word.pointee.identity, word.pointee.classes,
            word.pointee.kind | word.pointee.gap << 16 | (word.pointee.isAllowed ? 1 << 32 : 0),
            word.pointee.longEnding | word.pointee.beginning << 24 | word.pointee.count << 48)
        let place = words.place(of: key)
        if !words.has(key, at: place) { words.keep(weights(of: word.pointee), of: key, at: place) }
        let weights = words[place]
        let sum = index + Self.reach
        // The third before a word is where that word is the third behind.
        sums[sum + 3] &+= weights.near.0
        sums[sum + 2] &+= weights.near.1
        sums[sum + 1] &+= weights.near.2
        sums[sum] &+= weights.own
        sums[sum - 1] &+= weights.near.3
        sums[sum - 2] &+= weights.near.4
        sums[sum - 3] &+= weights.near.5
        quiets[index] = weights.quiet
    }

    private func weights(of word: ContextWord) -> WordWeights {
        stage[Self.reach] = word
        stage[Self.reach].rule = 0
        var sums = WordWeights()
        sums.near = (near(-3), near(-2), near(-1), near(1), near(2), near(3))
        let features = ContextFeatures(style: 0, word: stage + Self.reach)
        sums.own = near(0)
        features.tellLetters { sums.own &+= model.weights(of: $0) }
        features.tellOwnRule { sums.quiet &+= model.weights(of: $0) }
        return sums
    }

    /// For the word from which the one on the stage stands so far.
    private func near(_ offset: Int) -> Weights {
        let features = ContextFeatures(style: 0, word: stage + Self.reach - offset)
        var sum = Weights()
        features.tellWord(offset) { sum &+= model.weights(of: $0) }
        features.tellSigns(offset) { sum &+= model.weights(of: $0) }
        features.eachClass(at: offset) { sum &+= model.weights(ofClass: $1, at: $0) }
        return sum
    }

    // MARK: How it stands there

    /// - Parameters:
    ///   - before: how many words stand before it, as far as features look; the same for those behind.
    @inline(__always)
    private mutating func settingWeights(
        _ word: UnsafePointer<ContextWord>, _ before: Int, _ behind: Int, _ style: UInt64
    ) -> SettingWeights {
        let it = word.pointee
        let flags: UInt64 =
            (it.isPossessive ? 1 : 0) | (it.isQuoted ? 2 : 0) | (it.isBracketed ? 4 : 0) | (it.isInitial ? 8 : 0)
        let key =
            it.kind | it.gap << 14 | it.signBefore << 30 | it.signBehind << 38 | style << 46 | flags << 48
            | UInt64(min(before, 2)) << 52 | UInt64(min(behind, 2)) << 54
        let place = settings.place(of: key)
        if !settings.has(key, at: place) {
            settings.keep(setting(of: it, before, behind, style), of: key, at: place)
        }
        return settings[place]
    }

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

    /// Where the rules found nothing near by.
    @inline(__always)
    private func aroundQuiet(_ word: UnsafePointer<ContextWord>, _ text: borrowing ContextText) -> Weights {
        let features = ContextFeatures(style: text.style, word: word)
        return sum { tell in
            features.tellAround(tell)
            features.tellRuleBehind(tell)
            features.tellBehindStart(tell)
            if text.hasAddress { features.tellAddresses(tell) }
        }
    }

    private func aroundRules(_ word: UnsafePointer<ContextWord>, _ text: borrowing ContextText) -> Weights {
        let features = ContextFeatures(style: text.style, word: word)
        return sum { tell in
            for offset in -Self.reach...Self.reach { features.tellRule(offset, tell) }
            features.tellAround(tell)
            features.tellQuotes(tell)
            features.tellRules(tell)
            features.tellRuleBehind(tell)
            features.tellFarRules(tell)
            features.tellOwnRule(tell)
            features.tellBehindStart(tell)
            if text.hasAddress { features.tellAddresses(tell) }
        }
    }

    /// The sum of the weights of a few features, of which most have none: the others are picked out first.
    @inline(__always)
    private func sum(_ each: ((UInt64) -> Void) -> Void) -> Weights {
        var count = 0
        each { feature in
            picked[count] = feature
            count += model.mayWeigh(feature)
        }
        var sum = Weights()
        for index in 0..<count { sum &+= model.found(picked[index]) }
        return sum
    }
}

/// What does not depend on the words: the sums of what stands outside the answer, of rules that found nothing, of how many
/// words near by are foreign.
private struct ContextEdges: ~Copyable {
    typealias Weights = ContextModel.Weights
    private static let reach = 3
    private static let lists = 64

    private var foreign = Room<Weights>()
    private var edges = Room<Weights>()
    private var quiet = Room<Weights>()

    init(_ model: ContextModel) {
        for count in 0...UInt64(2 * Self.reach) {
            for lists in 0..<UInt64(Self.lists) {
                var sum = Weights()
                ContextFeatures.tellForeign(count, lists) { sum &+= model.weights(of: $0) }
                foreign.append(sum)
            }
        }
        for behind in 0...Self.reach {
            for before in 0...Self.reach {
                edges.append(Self.outside(before, behind, model))
                quiet.append(Self.rules(before, behind, model))
            }
        }
    }

    private static func outside(_ before: Int, _ behind: Int, _ model: ContextModel) -> Weights {
        withUnsafePointer(to: ContextWord.outside) { outside in
            var sum = Weights()
            for offset in -reach...reach where offset < -before || offset > behind {
                let features = ContextFeatures(style: 0, word: outside - offset)
                features.tellWord(offset) { sum &+= model.weights(of: $0) }
                features.tellSigns(offset) { sum &+= model.weights(of: $0) }
            }
            return sum
        }
    }

    /// Of places where the rules found nothing, and of places outside.
    private static func rules(_ before: Int, _ behind: Int, _ model: ContextModel) -> Weights {
        var sum = Weights()
        for offset in -reach...reach {
            var word = ContextWord.outside
            if -before <= offset, offset <= behind { word.rule = 0 }
            withUnsafePointer(to: word) { word in
                ContextFeatures(style: 0, word: word - offset).tellRule(offset) { sum &+= model.weights(of: $0) }
            }
        }
        return sum
    }

    /// Of how many words around are foreign.
    @inline(__always)
    func foreign(_ word: UnsafePointer<ContextWord>) -> Weights {
        var count = 0
        for offset in 1...Self.reach {
            count += (word[offset].isForeign ? 1 : 0) + (word[-offset].isForeign ? 1 : 0)
        }
        return foreign[count * Self.lists + Int(word.pointee.lists)]
    }

    /// Of the places outside, by how many words stand before and behind.
    @inline(__always)
    func weights(_ before: Int, _ behind: Int) -> Weights { edges[before | behind << 2] }

    /// The same where the rules found nothing.
    @inline(__always)
    func quiet(_ before: Int, _ behind: Int) -> Weights {
        edges[before | behind << 2] &+ quiet[before | behind << 2]
    }
}
