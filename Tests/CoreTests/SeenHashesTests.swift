import Testing
import WeirCore

@Suite struct SeenHashesTests {
    /// Small numbers in a row, what differs only in the highest bits, and 0: none of them is taken for another.
    @Test func knowsWhatItHasSeen() {
        let hashes = (0..<5_000).flatMap { [UInt64($0), UInt64($0) << 50, UInt64($0) &* 0x9E37_79B9_7F4A_7C15] }
        var seen = SeenHashes()
        var known: Set<UInt64> = []
        for hash in hashes + hashes { #expect(seen.insert(hash) == known.insert(hash).inserted) }
        #expect(seen.count == known.count)
        var all: [UInt64] = []
        seen.forEach { all.append($0) }
        #expect(all.count == known.count && Set(all) == known)
    }
}
