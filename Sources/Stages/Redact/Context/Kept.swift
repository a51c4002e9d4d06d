import CLexicon

/// Sums kept under what they are of, in one place each: a newer one drives an older one out.
struct Kept<Key: KeptKey, Sum: BitwiseCopyable>: ~Copyable {
    struct Slot: BitwiseCopyable {
        fileprivate(set) var key: Key
        fileprivate(set) var sum: Sum
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let bits: UInt64

    /// Room for 2 to the power of `bits` sums. The key 0 stands where none is.
    init(bits: Int) {
        self.bits = UInt64(bits)
        slots = LargePages.allocate(1 << bits)
    }

    deinit { LargePages.free(slots, 1 << Int(bits)) }

    /// Where the sum of a key is kept, if it is.
    @inline(__always)
    func place(of key: Key) -> Int {
        Int(truncatingIfNeeded: (key.mixed &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }

    /// Has memory bring what is kept at a place.
    @inline(__always)
    func prepare(_ place: Int) {
        let start = UnsafeRawPointer(slots + place)
        for line in stride(from: 0, to: MemoryLayout<Slot>.stride, by: 64) { weir_prefetch(start + line) }
    }

    @inline(__always)
    func has(_ key: Key, at place: Int) -> Bool { slots[place].key.isSame(as: key) }

    @inline(__always)
    subscript(place: Int) -> Sum { slots[place].sum }

    /// A sum where it stands, without a copy: good until another is kept there.
    @inline(__always)
    func slot(_ place: Int) -> UnsafePointer<Slot> { UnsafePointer(slots + place) }

    mutating func keep(_ sum: Sum, of key: Key, at place: Int) { slots[place] = Slot(key: key, sum: sum) }
}

/// Everything that a sum depends on; never 0.
protocol KeptKey: BitwiseCopyable {
    /// One number that is another for most other keys.
    var mixed: UInt64 { get }
    func isSame(as other: Self) -> Bool
}

extension UInt64: KeptKey {
    @inline(__always) var mixed: UInt64 { self ^ self >> 32 }
    @inline(__always)
    func isSame(as other: UInt64) -> Bool { self == other }
}

extension SIMD4<UInt64>: KeptKey {
    @inline(__always) var mixed: UInt64 {
        self[0] ^ self[1] &* 0x94D0_49BB_1331_11EB ^ self[2] &* 0xBF58_476D_1CE4_E5B9 ^ self[3]
    }

    @inline(__always)
    func isSame(as other: Self) -> Bool {
        (self[0] ^ other[0]) | (self[1] ^ other[1]) | (self[2] ^ other[2]) | (self[3] ^ other[3]) == 0
    }
}
