import Foundation
import TestSupport
import Testing

@testable import WeirRedact

/// The probabilities of labels agree with the sum over every possible sequence, in double precision.
struct ContextChainTests {
    @Test(arguments: [1, 2, 3, 4])
    func agreesWithAllSequences(count: Int) {
        var random = SeededRandom(seed: UInt64(count))
        print("seed \(count)")
        let scores = (0..<count).map { _ in Self.scores(&random) }
        var chain = ContextChain(.builtIn)
        chain.read(scores)
        let labels = Array(chain.labels)
        let expected = Self.allSequences(scores)
        for word in 0..<count {
            for label in 0..<8 {
                #expect(abs(Double(labels[word][label]) - expected[word][label]) < 1e-4)
            }
        }
    }

    @Test
    func aLongTextNeitherOverflowsNorVanishes() {
        var random = SeededRandom(seed: 7)
        let scores = (0..<20_000).map { _ in Self.scores(&random) * 10 }
        var chain = ContextChain(.builtIn)
        chain.read(scores)
        let labels = Array(chain.labels)
        #expect(labels.count == scores.count)
        #expect(labels.allSatisfy { abs($0.sum() - 1) < 1e-4 })
    }

    @Test(arguments: Array(stride(from: Float(-79), through: 79, by: 3.17)))
    func theExponentialIsThatOfTheLibrary(number: Float) {
        let ours = Exponential.of(SIMD8(repeating: number))[3]
        #expect(abs(Double(ours) / exp(Double(number)) - 1) < 2e-5)
    }

    private static func scores(_ random: inout SeededRandom) -> SIMD8<Float> {
        var scores = SIMD8<Float>()
        for label in 0..<8 { scores[label] = Float.random(in: -4...4, using: &random) }
        return scores
    }

    /// Every sequence of labels, weighed one by one.
    private static func allSequences(_ scores: [SIMD8<Float>]) -> [[Double]] {
        let count = scores.count
        var sums = Array(repeating: Array(repeating: 0.0, count: 8), count: count)
        var total = 0.0
        for number in 0..<Int(pow(8.0, Double(count))) {
            let labels = (0..<count).map { number >> (3 * $0) & 7 }
            var weight = 0.0
            for (word, label) in labels.enumerated() {
                weight += Double(scores[word][label])
                if word > 0 { weight += Double(ContextModel.builtIn.transitions[labels[word - 1]][label]) }
            }
            total += exp(weight)
            for (word, label) in labels.enumerated() { sums[word][label] += exp(weight) }
        }
        return sums.map { $0.map { $0 / total } }
    }
}
