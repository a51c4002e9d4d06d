import CLexicon

/// The trained weights, as they stand in the program: a linear chain of labels (a conditional random field, Lafferty,
/// McCallum and Pereira 2001). `make model` writes them anew from the marked answers that are there to build on.
///
/// Nobody writes to the program's own constants, so that it may be read from everywhere.
struct ContextModel: @unchecked Sendable {
    typealias Scores = SIMD8<Float>

    /// Weights for going from a label (the index) to each of the eight.
    let transitions: [Scores]
    private let mask: Int
    private let checks: UnsafePointer<UInt32>
    private let weights: UnsafePointer<SIMD8<Int16>>
    /// A bit for each feature that has weights, by 18 bits of its hash: most have none, and end here.
    private let known: [UInt64]
    /// The weights of the classes of words near by, looked up beforehand: five places of 64 classes.
    private var classWeights: [SIMD8<Int16>] = []
    /// Weights are kept in steps of a 128th.
    private static let step: Float = 1.0 / 128

    static let builtIn = ContextModel()

    private init() {
        let start = UnsafeRawPointer(weir_context_model())
        let slots = Int(start.load(fromByteOffset: 8, as: UInt32.self))
        precondition(start.load(as: UInt64.self) == 0x3158_5443_5249_4557 && slots & (slots - 1) == 0)
        mask = slots - 1
        let table = start + 16
        transitions = (0..<8).map { table.loadUnaligned(fromByteOffset: $0 * 32, as: Scores.self) }
        weights = (start + 16 + 256).assumingMemoryBound(to: SIMD8<Int16>.self)
        checks = (start + 16 + 256 + slots * 16).assumingMemoryBound(to: UInt32.self)
        known = Self.known(UnsafeBufferPointer(start: checks, count: slots))
        classWeights = (0..<5 * 64).map { weights(of: ContextFeatures.classFeature($0 >> 6, $0 & 63)) }
    }

    private static func known(_ checks: UnsafeBufferPointer<UInt32>) -> [UInt64] {
        var known = [UInt64](repeating: 0, count: 1 << 12)
        for check in checks where check != 0 {
            let bit = Int(check >> 14)
            known[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return known
    }

    /// The sum of the weights of a word's features.
    @inline(__always)
    func scores(of features: ContextFeatures) -> Scores {
        var sum = SIMD8<Int16>()
        classWeights.withUnsafeBufferPointer { weights in
            features.eachClass { sum &+= weights[$0 << 6 | $1] }
        }
        known.withUnsafeBufferPointer { known in
            features.each { feature in
                let bit = Int(truncatingIfNeeded: feature >> 46)
                if known[bit >> 6] >> UInt64(bit & 63) & 1 != 0 { sum &+= weights(of: feature) }
            }
        }
        var scores = Scores()
        for label in 0..<8 { scores[label] = Float(sum[label]) }
        return scores * Self.step
    }

    @inline(__always)
    private func weights(of feature: UInt64) -> SIMD8<Int16> {
        let check = UInt32(truncatingIfNeeded: feature >> 32) | 1
        var at = Int(truncatingIfNeeded: feature) & mask
        while checks[at] != 0 {
            if checks[at] == check { return weights[at] }
            at = (at + 1) & mask
        }
        return SIMD8()
    }
}
