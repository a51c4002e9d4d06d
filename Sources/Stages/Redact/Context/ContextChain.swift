/// How probable each label of each word is, given the whole answer: the forward-backward algorithm (Rabiner 1989).
///
/// Every step is scaled to a sum of 1, so that a text of any length neither overflows nor vanishes. Only additions,
/// multiplications and divisions of single precision, in a fixed order: the same bits on every machine.
struct ContextChain {
    typealias Scores = ContextModel.Scores

    private let model: ContextModel
    private let factors: [Scores]
    private let backFactors: [Scores]
    private var own: [Scores] = []
    private var forward: [Scores] = []
    /// The probabilities, eight a word.
    private(set) var labels: [Scores] = []

    init(_ model: ContextModel) {
        self.model = model
        let factors = model.transitions.map(Exponential.of)
        self.factors = factors
        backFactors = (0..<8).map { to in
            var column = Scores()
            for from in 0..<8 { column[from] = factors[from][to] }
            return column
        }
    }

    /// Works out the labels of a text.
    mutating func read(_ text: ContextText) {
        own.removeAll(keepingCapacity: true)
        text.forEach { own.append(Self.relative(model.scores(of: ContextFeatures(style: text.style, word: $1)))) }
        weigh()
    }

    /// Works out the labels of words with these scores.
    mutating func read(_ scores: [Scores]) {
        own = scores.map(Self.relative)
        weigh()
    }

    private mutating func weigh() {
        forward.removeAll(keepingCapacity: true)
        goForward()
        goBackward()
    }

    /// The best label has the weight 1.
    private static func relative(_ scores: Scores) -> Scores {
        Exponential.of(scores - Scores(repeating: scores.max()))
    }

    private mutating func goForward() {
        for index in own.indices {
            let reached = index == 0 ? Scores(repeating: 1) : Self.step(forward[index - 1], factors)
            forward.append(Self.scaled(reached * own[index]))
        }
    }

    private mutating func goBackward() {
        labels.removeAll(keepingCapacity: true)
        labels.append(contentsOf: forward)
        var behind = Scores(repeating: 1)
        for index in own.indices.reversed() {
            labels[index] = Self.scaled(forward[index] * behind)
            behind = Self.scaled(Self.step(behind * own[index], backFactors))
        }
    }

    /// A vector by a matrix of eight rows.
    @inline(__always)
    private static func step(_ vector: Scores, _ rows: [Scores]) -> Scores {
        var sum = Scores()
        for label in 0..<8 { sum += rows[label] * vector[label] }
        return sum
    }

    @inline(__always)
    private static func scaled(_ scores: Scores) -> Scores { scores / scores.sum() }
}

/// The exponential function in plain arithmetic, the same on every machine: 2 to the whole part by the exponent's bits, to
/// the rest by its series.
enum Exponential {
    /// For numbers up to 80; below -80 it is 0.
    @inline(__always)
    static func of(_ numbers: SIMD8<Float>) -> SIMD8<Float> {
        let turns = numbers.clamped(lowerBound: SIMD8(repeating: -80), upperBound: SIMD8(repeating: 80)) * 1.442_695_04
        // Adding a number this large leaves no room for a fraction, and the whole part in the lowest bits.
        let shifted = turns + SIMD8(repeating: 12_582_912)
        let whole = shifted - SIMD8(repeating: 12_582_912)
        let rest = (turns - whole) * 0.693_147_18
        var sum = SIMD8<Float>(repeating: 1.0 / 5040)
        for divisor in [720, 120, 24, 6, 2, 1, 1] as [Float] { sum = sum * rest + SIMD8(repeating: 1 / divisor) }
        let exponents = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &+ SIMD8(repeating: 127)
        let powers = unsafeBitCast(exponents &<< SIMD8(repeating: 23), to: SIMD8<Float>.self)
        return sum * powers
    }
}
