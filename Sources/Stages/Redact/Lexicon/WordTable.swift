/// Word hashes and what is known of each word: open addressing in one array, at most half full.
struct WordTable: Sendable {
    private struct Slot {
        var key: UInt64
        var classes: UInt64
    }

    private var slots: [Slot]
    private var mask: Int
    private var count = 0

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: Slot(key: 0, classes: 0), count: size)
        mask = size - 1
    }

    /// What is known of a word; nothing for an unlisted one.
    @inline(__always)
    subscript(_ key: UInt64) -> WordClass {
        slots.withUnsafeBufferPointer { slots in
            var at = Int(truncatingIfNeeded: key >> 20) & mask
            while slots[at].key != 0 {
                if slots[at].key == key { return WordClass(rawValue: slots[at].classes) }
                at = (at + 1) & mask
            }
            return []
        }
    }

    /// Adds what a list says of a word.
    mutating func add(_ key: UInt64, _ classes: WordClass) {
        if count * 2 >= slots.count { grow() }
        let at = place(of: key)
        if slots[at].key == 0 { count += 1 }
        slots[at].key = key
        slots[at].classes |= classes.rawValue
    }

    private func place(of key: UInt64) -> Int {
        var at = Int(truncatingIfNeeded: key >> 20) & mask
        while slots[at].key != 0, slots[at].key != key { at = (at + 1) & mask }
        return at
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(key: 0, classes: 0), count: old.count * 2)
        mask = slots.count - 1
        for slot in old where slot.key != 0 { slots[place(of: slot.key)] = slot }
    }
}
