import CLexicon

/// Word hashes and what is known of each word: open addressing in one stretch of memory, at most half full.
///
/// It lives as long as the program.
struct WordTable: @unchecked Sendable {
    // Unchecked: when it is shared nothing is added any more.
    private struct Slot {
        var key: UInt64
        var classes: UInt64
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = LargePages.allocate(size)
        mask = size - 1
    }

    /// Has memory bring what is known of a word, which takes longer than all else that is done with a word.
    @inline(__always)
    func prepare(_ key: UInt64) { weir_prefetch(slots + (Int(truncatingIfNeeded: key >> 20) & mask)) }

    /// What is known of a word; nothing for an unlisted one.
    @inline(__always)
    subscript(_ key: UInt64) -> WordClass {
        var at = Int(truncatingIfNeeded: key >> 20) & mask
        while slots[at].key != 0 {
            if slots[at].key == key { return WordClass(rawValue: slots[at].classes) }
            at = (at + 1) & mask
        }
        return []
    }

    /// Adds what a list says of a word.
    mutating func add(_ key: UInt64, _ classes: WordClass) {
        if count * 2 > mask { grow() }
        let at = place(of: key)
        if slots[at].key == 0 { count += 1 }
        slots[at].key = key
        slots[at].classes |= classes.rawValue
    }

    /// Goes through all words, in no order.
    func forEach(_ body: (UInt64, WordClass) -> Void) {
        for at in 0...mask where slots[at].key != 0 { body(slots[at].key, WordClass(rawValue: slots[at].classes)) }
    }

    private func place(of key: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: key >> 20) & mask
        while slots[at].key != 0, slots[at].key != key { at = (at + 1) & mask }
        return at
    }

    private mutating func grow() {
        let old = slots
        let size = mask + 1
        slots = LargePages.allocate(size * 2)
        mask = size * 2 - 1
        for at in 0..<size where old[at].key != 0 { slots[place(of: old[at].key)] = old[at] }
        LargePages.free(old, size)
    }
}

/// A bit for each of many words, by the hash: a word without its bit is none of them. Most questions end here, in little
/// memory.
struct WordFilter: @unchecked Sendable {
    // Unchecked: when it is shared nothing is added any more.
    private let bits: UnsafeMutablePointer<UInt64>
    private static let size: UInt64 = 20

    init() {
        bits = .allocate(capacity: 1 << Int(Self.size - 6))
        bits.initialize(repeating: 0, count: 1 << Int(Self.size - 6))
    }

    func add(_ key: UInt64) {
        let bit = key >> (64 - Self.size)
        bits[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    @inline(__always)
    func mayHave(_ key: UInt64) -> Bool {
        let bit = key >> (64 - Self.size)
        return bits[Int(truncatingIfNeeded: bit >> 6)] >> (bit & 63) & 1 != 0
    }
}
