/// Features of some words. Most have no weights; the others are picked out first, and memory has time to bring what is known
/// of them: each question may turn another way, and would keep the next one waiting.
struct PickedFeatures: ~Copyable {
    /// Of so many words at a time.
    static let most = 64
    /// No word has more.
    private static let mostOfOne = 64

    private let model: ContextModel
    private let features: UnsafeMutablePointer<UInt64>
    /// Where those of each word end.
    private let ends: UnsafeMutablePointer<Int>
    private var count = 0
    private var words = 0

    init(_ model: ContextModel) {
        self.model = model
        features = .allocate(capacity: Self.most * Self.mostOfOne)
        ends = .allocate(capacity: Self.most + 1)
        features.initialize(repeating: 0, count: Self.most * Self.mostOfOne)
        ends.initialize(repeating: 0, count: Self.most + 1)
    }

    deinit {
        features.deallocate()
        ends.deallocate()
    }

    @inline(__always)
    mutating func removeAll() {
        count = 0
        words = 0
    }

    /// Takes a feature of the next word.
    @inline(__always)
    mutating func take(_ feature: UInt64) {
        features[count] = feature
        count += model.mayWeigh(feature)
    }

    /// The features that follow are those of another word.
    @inline(__always)
    mutating func endWord() {
        precondition(words < Self.most && count < (words + 1) * Self.mostOfOne)
        for place in ends[words]..<count { model.prepare(features[place]) }
        words += 1
        ends[words] = count
    }

    /// The sum of the weights of a word's features.
    @inline(__always)
    func sum(_ word: Int) -> ContextModel.Weights {
        precondition(word >= 0 && word < words)
        var sum = ContextModel.Weights()
        for place in ends[word]..<ends[word + 1] { sum &+= model.found(features[place]) }
        return sum
    }
}
