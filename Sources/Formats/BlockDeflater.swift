import CZlib
import Dispatch
import WeirCore

/// Deflates a stream in blocks on all cores. Each block refers back to the bytes before it, so that cutting costs next to
/// nothing; where it is cut depends on the stream alone, never on how it came in or on how many cores there are.
public struct BlockDeflater: Sendable {
    /// Bytes of one block. A property of the files: other numbers, other bytes.
    static let block = 256 << 10
    /// Blocks that may be under way before the caller waits for the oldest. The bytes do not depend on it.
    private static let most = 16

    /// The end of what was handed on, and behind it what waits for more.
    private var buffer: [UInt8] = []
    private var past = 0
    private var underWay: [Work] = []

    /// A stream's beginning.
    public init() {}

    /// Takes the next bytes.
    /// - Returns: the blocks that are done by now, in their order.
    public mutating func append(_ bytes: [UInt8]) -> [GzipBlock] {
        buffer += bytes
        var done: [GzipBlock] = []
        while buffer.count - past >= Self.block {
            begin(Self.block)
            done += taken(leaving: Self.most)
        }
        forget()
        return done
    }

    /// Deflates what is left, and waits for all blocks.
    public mutating func finish() -> [GzipBlock] {
        if buffer.count > past { begin(buffer.count - past) }
        forget()
        return taken(leaving: 0)
    }

    private mutating func begin(_ count: Int) {
        let first = max(0, past - GzipBlock.window)
        underWay.append(Work(Array(buffer[first..<past + count]), after: past - first))
        past += count
    }

    /// What no block refers back to any more.
    private mutating func forget() {
        let count = max(0, past - GzipBlock.window)
        buffer.removeFirst(count)
        past -= count
    }

    /// The oldest blocks that are done, and older ones to wait for while too many are under way.
    private mutating func taken(leaving most: Int) -> [GzipBlock] {
        var done: [GzipBlock] = []
        while let oldest = underWay.first, underWay.count > most || oldest.isDone {
            done.append(oldest.result)
            underWay.removeFirst()
        }
        return done
    }

    /// A block that is being deflated.
    ///
    /// Unchecked Sendable: `block` is written once before the group is left, and read after it.
    private final class Work: @unchecked Sendable {
        private let group = DispatchGroup()
        private var block: GzipBlock?

        init(_ bytes: [UInt8], after start: Int) {
            DispatchQueue.global().async(group: group) { [self] in
                block = bytes.withUnsafeBufferPointer {
                    GzipBlock(
                        deflating: UnsafeBufferPointer(rebasing: $0[start...]),
                        after: UnsafeBufferPointer(rebasing: $0[..<start]))
                }
            }
        }

        var isDone: Bool { group.wait(timeout: .now()) == .success }

        /// Waits until it is done.
        var result: GzipBlock {
            group.wait()
            guard let block else { preconditionFailure("a block was left out") }
            return block
        }
    }

    /// Blocks of a size as zlib streams that know nothing of each other.
    static func separate(_ bytes: [UInt8], _ count: Int, size: Int) -> [[UInt8]] {
        Crew.does((count + size - 1) / size) { index in
            let first = index * size
            return bytes.withUnsafeBufferPointer {
                zlibStream(UnsafeBufferPointer(rebasing: $0[first..<min(count, first + size)]))
            }
        }
    }

    private static func zlibStream(_ plain: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let room = Int(compressBound(UInt(plain.count)))
        return [UInt8](unsafeUninitializedCapacity: room) { output, count in
            var length = UInt(room)
            let status = compress2(output.baseAddress, &length, plain.baseAddress, UInt(plain.count), 6)
            precondition(status == Z_OK, "no memory for zlib")
            count = Int(length)
        }
    }
}

/// A gzip file of one member as it grows.
public struct GzipStream: Sendable {
    private var deflater = BlockDeflater()
    private var member = GzipMember()
    private var hasHeader = false

    /// A file without content.
    public init() {}

    /// Takes the next bytes.
    /// - Returns: the file's next bytes, if there are any yet.
    public mutating func append(_ plain: [UInt8]) -> [UInt8] { joined(deflater.append(plain)) }

    /// Ends the file.
    /// - Returns: its last bytes.
    public mutating func finish() -> [UInt8] { joined(deflater.finish()) + member.trailer }

    private mutating func joined(_ blocks: [GzipBlock]) -> [UInt8] {
        var bytes = hasHeader ? [] : GzipMember.header
        hasHeader = true
        for block in blocks {
            member.append(block)
            bytes += block.bytes
        }
        return bytes
    }
}
