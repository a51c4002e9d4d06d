import Dispatch
import WeirCore

/// A source whose next block is made while the last one is looked at: unpacking goes on beside parsing.
///
/// It reads its source on a thread of its own, one block at a time, and never while nobody holds it: whoever shares the
/// source's archive must have read what else he wants of it before.
final class AheadSource: ByteSource {
    private let next: NextBlock
    private let queue = DispatchQueue(label: "weir.ahead")
    private let reading = DispatchGroup()
    private var block: [UInt8] = []
    private var given = 0

    private static let size = 256 * 1024

    init(_ source: any ByteSource) {
        next = NextBlock(source, size: Self.size)
        readOn()
    }

    // The source must not be read any more when it goes.
    deinit { reading.wait() }

    private func readOn() { queue.async(group: reading) { [next] in next.fill() } }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if given == block.count {
            reading.wait()
            // Asked again, an error is told again, and an end stays one.
            let count = try next.count.get()
            guard count > 0 else { return 0 }
            swap(&block, &next.bytes)
            block.removeLast(block.count - count)
            given = 0
            readOn()
        }
        let count = min(output.count, block.count - given)
        block.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
        given += count
        return count
    }
}

/// The block that is filled. Unchecked, because it is touched by the thread that fills it, and by the others only when
/// they have waited for that.
private final class NextBlock: @unchecked Sendable {
    var bytes: [UInt8] = []
    private(set) var count: Result<Int, any Error> = .success(0)
    private let source: any ByteSource
    private let size: Int

    init(_ source: any ByteSource, size: Int) {
        self.source = source
        self.size = size
    }

    func fill() {
        bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        count = Result { try bytes.withUnsafeMutableBytes { try source.read(into: $0) } }
    }
}
