/// Hashes that were seen. They are spread evenly already, so that looking one up takes one look nearly always.
public struct SeenHashes: Sendable {
    /// Hashes by their upper bits; 0 where there is none. At least a third is free, so that looking ends.
    private var places: [UInt64] = []
    private var hasZero = false
    /// How many there are.
    public private(set) var count = 0

    /// None yet.
    public init() {}

    /// Notes a hash.
    /// - Returns: false when it was there already.
    public mutating func insert(_ hash: UInt64) -> Bool {
        if hash == 0 {
            defer { hasZero = true }
            count += hasZero ? 0 : 1
            return !hasZero
        }
        if 3 * (count + 1) > 2 * places.count { grow() }
        guard Self.put(hash, into: &places) else { return false }
        count += 1
        return true
    }

    /// Calls `body` with each of them, in no order that means anything.
    public func forEach(_ body: (UInt64) -> Void) {
        if hasZero { body(0) }
        for hash in places where hash != 0 { body(hash) }
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: max(64, 2 * places.count))
        for hash in places where hash != 0 { _ = Self.put(hash, into: &larger) }
        places = larger
    }

    private static func put(_ hash: UInt64, into places: inout [UInt64]) -> Bool {
        let mask = places.count - 1
        // Hashes that were made by multiplying have their best bits at the top.
        var at = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while places[at] != 0 {
            if places[at] == hash { return false }
            at = (at + 1) & mask
        }
        places[at] = hash
        return true
    }
}
