import CZlib
import WeirCore

/// Inflates gzip (RFC 1952), also of several members, and stops at a bomb.
public final class InflatingSource: ByteSource {
    private let source: any ByteSource
    private let name: String
    private let limit: Limit
    private var buffer = RefillBuffer()
    private let stream: UnsafeMutablePointer<z_stream>
    private var inMember = true
    private var taken = 0
    private var given = 0
    /// What was found behind the bytes handed over last.
    private var defect: Diagnostic?

    /// How far a file may inflate.
    public struct Limit: Sendable {
        /// No question is asked below this many bytes.
        public var free: Int
        /// Above, at most this many bytes out for one byte in. Survey tables reach about 60.
        public var ratio: Int

        /// What weir allows.
        public static let standard = Limit(free: 64 << 20, ratio: 250)
    }

    /// Inflates a source; `name` is what reports call the file.
    public init(_ source: any ByteSource, name: String, limit: Limit = .standard) {
        self.source = source
        self.name = name
        self.limit = limit
        // zlib keeps a pointer back to the struct, so it needs an address of its own.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, 16 for the gzip header: it can only fail for want of memory.
        precondition(weir_inflateInit2(stream, 15 + 16) == Z_OK, "no memory for zlib")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    public func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if let defect { throw defect }
        while true {
            if buffer.isEmpty, try !buffer.refill(from: source) {
                if inMember { throw failure(.gzipTruncated) }
                return 0
            }
            let count = try inflateOnce(into: output)
            if count > 0 { return count }
        }
    }

    private func inflateOnce(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if !inMember {
            guard inflateReset(stream) == Z_OK else { throw failure(.gzipCorrupt) }
            inMember = true
        }
        var status = Z_OK
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        buffer.take { input in
            stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_in = UInt32(input.count)
            status = inflate(stream, Z_NO_FLUSH)
            let count = input.count - Int(stream.pointee.avail_in)
            taken += count
            return count
        }
        let count = min(output.count, Int(UInt32.max)) - Int(stream.pointee.avail_out)
        given += count
        switch status {
        case Z_STREAM_END: inMember = false
        case Z_OK, Z_BUF_ERROR: break
        default: defect = failure(.gzipCorrupt)
        }
        if given > limit.free, given / limit.ratio > max(taken, 1) { throw failure(.gzipBomb) }
        if count == 0, let defect { throw defect }
        return count
    }

    private func failure(_ code: DiagnosticCode) -> Diagnostic { Diagnostic(code, at: Place(file: name)) }
}
