import WeirCore

/// UTF-16 as UTF-8. A lone surrogate or half a unit at the end is refused, with its byte.
public final class UTF16Source: ByteSource {
    private let source: any ByteSource
    private let name: String
    private var buffer = RefillBuffer()
    private var decoder: UTF16Decoder
    private var decoded: [UInt8] = []
    private var given = 0

    /// Decodes a source; `name` is what reports call the file.
    public init(_ source: any ByteSource, name: String, littleEndian: Bool) {
        self.source = source
        self.name = name
        decoder = UTF16Decoder(littleEndian: littleEndian)
    }

    public func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        while given == decoded.count {
            guard try buffer.refill(from: source) else {
                guard decoder.isBetweenCharacters else { throw failure(at: decoder.openUnit) }
                return 0
            }
            try decode()
        }
        let count = min(output.count, decoded.count - given)
        decoded.withUnsafeBytes {
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count]))
        }
        given += count
        return count
    }

    private func decode() throws {
        // Locals, because the loop runs for every byte.
        var decoder = decoder
        var decoded = decoded
        decoded.removeAll(keepingCapacity: true)
        self.decoded = []
        var isValid = true
        buffer.take { input in
            isValid = decoder.decode(UnsafeRawBufferPointer(input), into: &decoded)
            return input.count
        }
        self.decoder = decoder
        self.decoded = decoded
        given = 0
        if !isValid { throw failure(at: decoder.badUnit) }
    }

    private func failure(at unit: Int) -> Diagnostic {
        Diagnostic(.encodingInvalid, at: Place(file: name), label: "byte \(2 * unit)")
    }
}

/// Turns UTF-16 units into UTF-8 bytes, keeping half units and lead surrogates between calls.
struct UTF16Decoder {
    private let littleEndian: Bool
    private var half: UInt8?
    private var lead: UInt32?
    private var units = 0

    init(littleEndian: Bool) { self.littleEndian = littleEndian }

    /// Whether the last character is whole.
    var isBetweenCharacters: Bool { half == nil && lead == nil }

    /// The unit with which a character began that the text ended in.
    var openUnit: Int { lead == nil ? units : units - 1 }
    /// The unit at which decoding failed: a lead without a trail, or a trail without a lead.
    var badUnit: Int { lead == nil ? units - 1 : units - 2 }

    /// Decodes bytes; false at a lone surrogate.
    mutating func decode(_ input: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
        output.reserveCapacity(output.count + input.count * 2)
        var at = 0
        if let first = half, let second = input.first {
            half = nil
            at = 1
            guard append(unit(first, second), to: &output) else { return false }
        }
        while at + 1 < input.count {
            guard append(unit(input[at], input[at + 1]), to: &output) else { return false }
            at += 2
        }
        if at < input.count { half = input[at] }
        return true
    }

    @inline(__always)
    private func unit(_ first: UInt8, _ second: UInt8) -> UInt32 {
        littleEndian ? UInt32(second) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(second)
    }

    @inline(__always)
    private mutating func append(_ unit: UInt32, to output: inout [UInt8]) -> Bool {
        units += 1
        if unit < 0x80, lead == nil {
            output.append(UInt8(truncatingIfNeeded: unit))
            return true
        }
        return appendOther(unit, to: &output)
    }

    private mutating func appendOther(_ unit: UInt32, to output: inout [UInt8]) -> Bool {
        var scalar = unit
        if let lead {
            guard 0xDC00...0xDFFF ~= unit else { return false }
            scalar = 0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00)
            self.lead = nil
        } else if 0xD800...0xDFFF ~= unit {
            guard unit < 0xDC00 else { return false }
            lead = unit
            return true
        }
        guard let character = Unicode.Scalar(scalar) else { return false }
        UTF8.encode(character).map { output.append(contentsOf: $0) }
        return true
    }
}
