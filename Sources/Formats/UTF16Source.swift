import WeirCore

/// UTF-16 as UTF-8. A lone surrogate or half a unit at the end is refused, with its byte.
public final class UTF16Source: ByteSource {
    private let source: any ByteSource
    private let name: String
    private let littleEndian: Bool
    private var buffer = RefillBuffer()
    private var half: UInt8?
    private var lead: UInt32?
    private var units = 0

    /// Decodes a source; `name` is what reports call the file.
    public init(_ source: any ByteSource, name: String, littleEndian: Bool) {
        self.source = source
        self.name = name
        self.littleEndian = littleEndian
    }

    public func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        var written = 0
        // A character takes at most four bytes.
        while written == 0 {
            if buffer.isEmpty, try !buffer.refill(from: source) {
                guard half == nil, lead == nil else { throw failure() }
                return 0
            }
            try buffer.take { input in
                var taken = 0
                while taken < input.count, written + 4 <= output.count {
                    if let unit = nextUnit(input[taken]) { try append(unit, to: output, at: &written) }
                    taken += 1
                }
                return taken
            }
        }
        return written
    }

    @inline(__always)
    private func nextUnit(_ byte: UInt8) -> UInt32? {
        guard let first = half else {
            half = byte
            return nil
        }
        half = nil
        units += 1
        return littleEndian ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
    }

    @inline(__always)
    private func append(_ unit: UInt32, to output: UnsafeMutableRawBufferPointer, at written: inout Int) throws {
        var scalar = unit
        if let lead {
            guard 0xDC00...0xDFFF ~= unit else { throw failure() }
            scalar = 0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00)
            self.lead = nil
        } else if 0xD800...0xDFFF ~= unit {
            guard unit < 0xDC00 else { throw failure() }
            lead = unit
            return
        }
        write(scalar, to: output, at: &written)
    }

    @inline(__always)
    private func write(_ scalar: UInt32, to output: UnsafeMutableRawBufferPointer, at written: inout Int) {
        func put(_ byte: UInt32) {
            output[written] = UInt8(truncatingIfNeeded: byte)
            written += 1
        }
        switch scalar {
        case ..<0x80: put(scalar)
        case ..<0x800:
            put(0xC0 | scalar >> 6)
            put(0x80 | scalar & 0x3F)
        case ..<0x10000:
            put(0xE0 | scalar >> 12)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        default:
            put(0xF0 | scalar >> 18)
            put(0x80 | scalar >> 12 & 0x3F)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        }
    }

    private func failure() -> Diagnostic { Diagnostic(.encodingInvalid, at: Place(file: name), count: 2 * units) }
}
