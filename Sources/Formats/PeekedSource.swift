import WeirCore

/// A source whose first bytes can be looked at before they are read. A defect behind them is told when they are read.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    /// The first bytes, up to 256 KiB.
    private(set) var head: [UInt8]
    /// What was found behind the first bytes.
    private(set) var defect: (any Error)?
    /// How many bytes were left out in front.
    private(set) var skipped = 0
    /// How many bytes are looked at.
    static let headSize = 256 * 1024

    init(_ source: any ByteSource) throws {
        self.source = source
        var head = [UInt8](repeating: 0, count: Self.headSize)
        var filled = 0
        do {
            while filled < head.count {
                let count = try head.withUnsafeMutableBytes {
                    try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
                }
                if count == 0 { break }
                filled += count
            }
        } catch {
            if filled == 0 { throw error }
            defect = error
        }
        self.head = Array(head.prefix(filled))
    }

    func skip(_ count: Int) {
        head.removeFirst(count)
        skipped += count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !head.isEmpty else {
            if let defect { throw defect }
            return try source.read(into: buffer)
        }
        let count = min(buffer.count, head.count)
        head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        head.removeFirst(count)
        return count
    }
}
