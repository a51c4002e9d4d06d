/// Combinations without some of their keys: those that agree on the rest have one number.
///
/// A mask has a bit for each key that is left out.
struct Projection {
    /// For each given combination, its number.
    private(set) var group: [Int32]
    /// How many numbers there are.
    private(set) var groups = 0

    /// Numbers the combinations in `among`, in their order, by the keys outside `mask`.
    init(_ combinations: Combinations, among: [Int32], without mask: UInt32) {
        group = [Int32](repeating: 0, count: among.count)
        let keys = (0..<combinations.width).filter { mask & (1 << UInt32($0)) == 0 }
        var table = KeyHashTable(capacity: among.count)
        for (place, combination) in among.enumerated() {
            let base = Int(combination) * combinations.width
            var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
            for key in keys {
                hash = (hash ^ UInt64(combinations.codes[base + key])) &* 0xFF51_AFD7_ED55_8CCD
                hash ^= hash >> 32
            }
            group[place] = table.number(hash) { other in
                let otherBase = Int(among[other]) * combinations.width
                return keys.allSatisfy { combinations.codes[base + $0] == combinations.codes[otherBase + $0] }
            }
            if Int(group[place]) == table.numbers { table.add(hash, place) }
        }
        groups = table.numbers
    }
}

/// An open-addressing table from hashes to consecutive numbers.
private struct KeyHashTable {
    private var slots: [Int32]
    private var hashes: [UInt64] = []
    private var firsts: [Int] = []
    private let bits: UInt64
    private var slot = 0

    var numbers: Int { firsts.count }

    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        bits = UInt64(size - 1)
    }

    /// The number of an equal entry, or the next free number, for which `slot` is remembered.
    @inline(__always)
    mutating func number(_ hash: UInt64, isEqual: (Int) -> Bool) -> Int32 {
        slot = Int(hash & bits)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, isEqual(firsts[number]) { return Int32(number) }
            slot = Int((UInt64(slot) + 1) & bits)
        }
        return Int32(firsts.count)
    }

    mutating func add(_ hash: UInt64, _ first: Int) {
        slots[slot] = Int32(firsts.count)
        hashes.append(hash)
        firsts.append(first)
    }
}
