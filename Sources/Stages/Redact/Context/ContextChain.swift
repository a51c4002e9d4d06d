/// How probable each label of each word is, given the whole answer: the forward-backward algorithm (Rabiner 1989).
///
/// Every step is scaled to a sum of 1, so that a text of any length neither overflows nor vanishes. Only additions,
/// multiplications and divisions of single precision, in a fixed order: the same bits on every machine.
struct ContextChain: ~Copyable {
    typealias Scores = ContextModel.Scores

    private let factors: Matrix
    private let backFactors: Matrix
    private var scores: ContextScores
    private var own = Room<Scores>()
    private var forward = Room<Scores>()
    private var backward = Room<Scores>()
    private var weighed = Room<Scores>()

    /// The probabilities, eight a word; good until the next text is read.
    @inline(__always) var labels: Stretch<Scores> { weighed.all }

    init(_ model: ContextModel) {
        scores = ContextScores(model)
        let factors = model.transitions.map(Exponential.of)
        self.factors = Matrix(factors)
        backFactors = Matrix(
            (0..<8).map { to in
                var column = Scores()
                for from in 0..<8 { column[from] = factors[from][to] }
                return column
            })
    }

    /// Works out the labels of a text.
    mutating func read(_ text: borrowing ContextText) {
        own.removeAll()
        scores.read(text) { own.append(Self.relative(ContextModel.scores($0))) }
        weigh()
    }

    /// Works out the labels of words with these scores.
    mutating func read(_ scores: [Scores]) {
        own.removeAll()
        for scores in scores { own.append(Self.relative(scores)) }
        weigh()
    }

    /// The best label has the weight 1.
    @inline(__always)
    private static func relative(_ scores: Scores) -> Scores {
        Exponential.of(scores - Scores(repeating: scores.largest))
    }

    /// From both ends at once: each way waits for its own last step only.
    private mutating func weigh() {
        let count = own.count
        weighed.removeAll()
        guard count > 0 else { return }
        forward.fill(count, with: Scores())
        backward.fill(count, with: Scores())
        var ahead = Scores(repeating: 1)
        var behind = Scores(repeating: 1)
        for index in 0..<count {
            let reached = index == 0 ? ahead : factors.step(ahead)
            ahead = Self.scaled(reached * own[index])
            forward[index] = ahead
            backward[count - 1 - index] = behind
            behind = Self.scaled(backFactors.step(behind * own[count - 1 - index]))
        }
        for index in 0..<count { weighed.append(Self.scaled(forward[index] * backward[index])) }
    }

    @inline(__always)
    private static func scaled(_ scores: Scores) -> Scores { scores / scores.sum() }
}

/// Eight rows of eight numbers.
private struct Matrix: ~Copyable {
    private var rows = Room<SIMD8<Float>>()

    init(_ rows: [SIMD8<Float>]) {
        precondition(rows.count == 8)
        for row in rows { self.rows.append(row) }
    }

    /// A vector by the matrix.
    @inline(__always)
    func step(_ vector: SIMD8<Float>) -> SIMD8<Float> {
        let rows = rows.start
        var sum = SIMD8<Float>()
        for label in 0..<8 { sum += rows[label] * vector[label] }
        return sum
    }
}

extension SIMD8<Float> {
    /// The largest of the numbers; the library's own takes ten times as long.
    @inline(__always)
    fileprivate var largest: Float {
        let pairs = lowHalf.atLeast(highHalf)
        let pair = pairs.lowHalf
        let other = pairs.highHalf
        return Swift.max(Swift.max(pair[0], pair[1]), Swift.max(other[0], other[1]))
    }
}

extension SIMD4<Float> {
    /// The larger of two numbers, place by place.
    @inline(__always)
    fileprivate func atLeast(_ other: Self) -> Self {
        var larger = self
        for place in 0..<4 { larger[place] = self[place] < other[place] ? other[place] : self[place] }
        return larger
    }

    @inline(__always)
    fileprivate func atMost(_ other: Self) -> Self {
        var smaller = self
        for place in 0..<4 { smaller[place] = other[place] < self[place] ? other[place] : self[place] }
        return smaller
    }
}

/// The exponential function in plain arithmetic, the same on every machine: 2 to the whole part by the exponent's bits, to
/// the rest by its series.
enum Exponential {
    /// For numbers up to 80; below -80 it is 0.
    @inline(__always)
    static func of(_ numbers: SIMD8<Float>) -> SIMD8<Float> {
        let turns = bounded(numbers) * 1.442_695_04
        // Adding a number this large leaves no room for a fraction, and the whole part in the lowest bits.
        let shifted = turns + SIMD8(repeating: 12_582_912)
        let whole = shifted - SIMD8(repeating: 12_582_912)
        let rest = (turns - whole) * 0.693_147_18
        var sum = SIMD8<Float>(repeating: 1.0 / 5040)
        sum = sum * rest + SIMD8(repeating: 1.0 / 720)
        sum = sum * rest + SIMD8(repeating: 1.0 / 120)
        sum = sum * rest + SIMD8(repeating: 1.0 / 24)
        sum = sum * rest + SIMD8(repeating: 1.0 / 6)
        sum = sum * rest + SIMD8(repeating: 1.0 / 2)
        sum = sum * rest + SIMD8(repeating: 1)
        sum = sum * rest + SIMD8(repeating: 1)
        let exponents = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &+ SIMD8(repeating: 127)
        let powers = unsafeBitCast(exponents &<< SIMD8(repeating: 23), to: SIMD8<Float>.self)
        return sum * powers
    }

    @inline(__always)
    private static func bounded(_ numbers: SIMD8<Float>) -> SIMD8<Float> {
        let lowest = SIMD4<Float>(repeating: -80)
        let highest = SIMD4<Float>(repeating: 80)
        return SIMD8(
            lowHalf: numbers.lowHalf.atLeast(lowest).atMost(highest),
            highHalf: numbers.highHalf.atLeast(lowest).atMost(highest))
    }
}
