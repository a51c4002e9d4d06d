/// UTF-16 as UTF-8. A lone surrogate or half a unit at the end becomes a byte that no UTF-8 has: whoever reads the
/// records refuses it at its row and column, and the rows around it can be counted.
public final class UTF16Source: ByteSource {
    private let source: any ByteSource
    private var buffer = RefillBuffer()
    private var decoder: UTF16Decoder
    private var decoded: [UInt8] = []
    private var given = 0

    /// Decodes a source.
    public init(_ source: any ByteSource, littleEndian: Bool) {
        self.source = source
        decoder = UTF16Decoder(littleEndian: littleEndian)
    }

    public func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        while given == decoded.count {
            guard try buffer.refill(from: source) else {
                guard decoder.closes(into: &decoded) else { return 0 }
                break
            }
            decode()
        }
        let count = min(output.count, decoded.count - given)
        decoded.withUnsafeBytes {
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count]))
        }
        given += count
        return count
    }

    private func decode() {
        // Locals, because the loop runs for every byte.
        var decoder = decoder
        var decoded = decoded
        decoded.removeAll(keepingCapacity: true)
        self.decoded = []
        buffer.take { input in
            decoder.decode(UnsafeRawBufferPointer(input), into: &decoded)
            return input.count
        }
        self.decoder = decoder
        self.decoded = decoded
        given = 0
    }
}

/// Turns UTF-16 units into UTF-8 bytes, keeping half units and lead surrogates between calls.
struct UTF16Decoder {
    private let littleEndian: Bool
    private var half: UInt8?
    private var lead: UInt32?
    /// Stands where no character can be read.
    static let invalid: UInt8 = 0xFF

    init(littleEndian: Bool) { self.littleEndian = littleEndian }

    /// Marks the character that the text ended in; false when the last one is whole.
    mutating func closes(into output: inout [UInt8]) -> Bool {
        guard half != nil || lead != nil else { return false }
        (half, lead) = (nil, nil)
        output.append(Self.invalid)
        return true
    }

    /// Decodes bytes.
    mutating func decode(_ input: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        output.reserveCapacity(output.count + input.count * 2)
        var at = 0
        if let first = half, let second = input.first {
            half = nil
            at = 1
            append(unit(first, second), to: &output)
        }
        while at + 1 < input.count {
            append(unit(input[at], input[at + 1]), to: &output)
            at += 2
        }
        if at < input.count { half = input[at] }
    }

    @inline(__always)
    private func unit(_ first: UInt8, _ second: UInt8) -> UInt32 {
        littleEndian ? UInt32(second) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(second)
    }

    @inline(__always)
    private mutating func append(_ unit: UInt32, to output: inout [UInt8]) {
        if unit < 0x80, lead == nil {
            output.append(UInt8(truncatingIfNeeded: unit))
        } else {
            appendOther(unit, to: &output)
        }
    }

    private mutating func appendOther(_ unit: UInt32, to output: inout [UInt8]) {
        if let lead {
            self.lead = nil
            guard 0xDC00...0xDFFF ~= unit else {
                output.append(Self.invalid)
                return append(unit, to: &output)
            }
            write(0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00), to: &output)
        } else if 0xD800..<0xDC00 ~= unit {
            lead = unit
        } else {
            write(unit, to: &output)
        }
    }

    /// A trail without a lead is no character.
    private func write(_ scalar: UInt32, to output: inout [UInt8]) {
        guard let bytes = Unicode.Scalar(scalar).flatMap({ UTF8.encode($0) }) else {
            return output.append(Self.invalid)
        }
        output.append(contentsOf: bytes)
    }
}
