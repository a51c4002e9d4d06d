/// A small generator of its own (SplitMix64), so that a seed gives the same bytes on every platform and release.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator for one purpose: neighbouring streams of one seed have nothing in common.
    init(seed: UInt64, stream: UInt64) {
        var mixer = SeededGenerator(seed: seed ^ (stream &* 0xD134_2543_DE82_EF95))
        state = mixer.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1; 0 when there is nothing to choose from.
    mutating func below(_ bound: Int) -> Int {
        bound < 2 ? 0 : Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of a list's elements, or nil when it is empty.
    mutating func pick<Element>(_ list: [Element]) -> Element? { list.isEmpty ? nil : list[below(list.count)] }

    mutating func shuffle<Element>(_ list: inout [Element]) {
        for index in list.indices.reversed() { list.swapAt(index, below(index + 1)) }
    }

    mutating func shuffled<Element>(_ list: some Sequence<Element>) -> [Element] {
        var list = Array(list)
        shuffle(&list)
        return list
    }

    /// The place of one of the bits set in a mask, each as likely as the others; 0 when none is set.
    mutating func bit(of mask: UInt64) -> Int {
        var rest = mask
        for _ in 0..<below(mask.nonzeroBitCount) { rest &= rest - 1 }
        return rest == 0 ? 0 : rest.trailingZeroBitCount
    }
}
