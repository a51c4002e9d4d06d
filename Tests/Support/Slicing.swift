public import WeirFormats

/// Feeds a reader its input in every way it may be cut: whole, byte by byte, and in blocks of several sizes. What is
/// read must be the same each time.
public enum Slicing {
    /// Block sizes that cut short inputs everywhere, and longer ones at awkward places.
    public static func blocks(for count: Int) -> [Int] {
        [Int.max, 1, 2, 3, 5, 7, 64, 4096].filter { $0 <= max(count, 1) || $0 == .max }
    }

    /// The results of `read` over all slicings, paired with the block size.
    public static func results<Result>(
        of bytes: [UInt8], _ read: (any ByteSource) throws -> Result
    ) rethrows -> [(block: Int, result: Result)] {
        try blocks(for: bytes.count).map { ($0, try read(MemorySource(bytes, block: $0))) }
    }

    /// All bytes of a source.
    public static func drain(_ source: any ByteSource) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4099)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }
}
