import CLexicon

/// The trained weights, as they stand in the program: a linear chain of labels (a conditional random field, Lafferty,
/// McCallum and Pereira 2001). `make model` writes them anew from the marked answers that are there to build on.
///
/// Nobody writes to the program's own constants, so that it may be read from everywhere; what is made of them once lives as
/// long as the program.
struct ContextModel: @unchecked Sendable {
    typealias Scores = SIMD8<Float>
    /// Weights of the eight labels, in steps of a 128th.
    typealias Weights = SIMD8<Int16>

    /// Weights for going from a label (the index) to each of the eight.
    let transitions: [Scores]
    /// A feature's weights beside what it is known by, so that both are met at once.
    private struct Slot: BitwiseCopyable {
        var weights: Weights
        var check: UInt32
    }

    private let mask: Int
    private let slots: UnsafePointer<Slot>
    /// A bit for each feature that has weights, by 20 bits of its hash: most have none, and end here.
    private let known: UnsafePointer<UInt64>
    /// The weights of the classes of words near by, looked up beforehand: five places of 64 classes.
    private let classWeights: UnsafePointer<Weights>
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
        let weights = (start + 16 + 256).assumingMemoryBound(to: Weights.self)
        let checks = (start + 16 + 256 + slots * 16).assumingMemoryBound(to: UInt32.self)
        let filled: UnsafeMutablePointer<Slot> = LargePages.allocate(slots)
        for at in 0..<slots where checks[at] != 0 { filled[at] = Slot(weights: weights[at], check: checks[at]) }
        self.slots = UnsafePointer(filled)
        known = Self.known(UnsafeBufferPointer(start: checks, count: slots))
        let classWeights = UnsafeMutablePointer<Weights>.allocate(capacity: 5 * 64)
        self.classWeights = UnsafePointer(classWeights)
        for index in 0..<5 * 64 {
            let feature = ContextFeatures.classFeature(index >> 6, index & 63)
            (classWeights + index).initialize(to: self.weights(of: feature))
        }
    }

    private static func known(_ checks: UnsafeBufferPointer<UInt32>) -> UnsafePointer<UInt64> {
        let known = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << 14)
        known.initialize(repeating: 0, count: 1 << 14)
        for check in checks where check != 0 {
            let bit = Int(check >> 12)
            known[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return UnsafePointer(known)
    }

    /// 1 for a feature that may have weights, 0 for one that has none.
    @inline(__always)
    func mayWeigh(_ feature: UInt64) -> Int {
        let bit = Int(truncatingIfNeeded: feature >> 44)
        return Int(truncatingIfNeeded: known[bit >> 6] >> UInt64(bit & 63) & 1)
    }

    /// The weights of a class of a word near by, as `ContextFeatures.eachClass` tells it.
    @inline(__always)
    func weights(ofClass number: Int, at place: Int) -> Weights { classWeights[place << 6 | number] }

    /// The weights of a feature; nothing for one that training gave none.
    @inline(__always)
    func weights(of feature: UInt64) -> Weights { mayWeigh(feature) == 0 ? Weights() : found(feature) }

    /// Has memory bring the weights of a feature that may have some.
    @inline(__always)
    func prepare(_ feature: UInt64) { weir_prefetch(slots + (Int(truncatingIfNeeded: feature) & mask)) }

    /// The weights of a feature that may have some. Nearly always they stand at the first place or nowhere, so that only
    /// others turn another way.
    @inline(__always)
    func found(_ feature: UInt64) -> Weights {
        let check = UInt32(truncatingIfNeeded: feature >> 32) | 1
        let slot = slots + (Int(truncatingIfNeeded: feature) & mask)
        let known = slot.pointee.check
        if known == check || known == 0 { return slot.pointee.weights }
        return foundBehind(feature, check)
    }

    /// The same, where another feature stands at the first place.
    @inline(never)
    private func foundBehind(_ feature: UInt64, _ check: UInt32) -> Weights {
        var at = (Int(truncatingIfNeeded: feature) + 1) & mask
        while slots[at].check != 0 {
            if slots[at].check == check { return slots[at].weights }
            at = (at + 1) & mask
        }
        return Weights()
    }

    /// Sums of weights as scores.
    @inline(__always)
    static func scores(_ sum: Weights) -> Scores { Scores(sum) * step }
}
