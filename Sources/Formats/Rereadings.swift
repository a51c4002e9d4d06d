public import WeirCore

extension Rereading {
    /// All that weir knows, from the most to the least frequent: UTF-8 read as an encoding of one byte for each character, and
    /// any two of these taken for each other.
    public static let all: [Rereading] = {
        let written: [TextEncoding] = [.utf8, .windows1250, .windows1252, .latin2, .macRoman, .dos852, .dos850]
        let read: [TextEncoding] = [.windows1252, .windows1250, .latin2, .macRoman, .dos852, .dos850]
        let pairs = written.flatMap { written in
            read.filter { $0 != written }.map { Misreading(written: written, read: $0) }
        }
        return pairs.compactMap(Rereading.init)
    }()

    /// The one that takes a misreading back; nil when an encoding has no table.
    public init?(_ misreading: Misreading) {
        guard let bytes = ReadBytes(misreading.read) else { return nil }
        if misreading.written == .utf8 {
            self.init(misreading) { text in bytes.of(text).flatMap { String(validating: $0, as: UTF8.self) } }
            return
        }
        guard let table = SingleByteTable(misreading.written) else { return nil }
        self.init(misreading) { text in bytes.of(text).flatMap { Self.text($0, table) } }
    }

    private static func text(_ bytes: [UInt8], _ table: SingleByteTable) -> String? {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            let scalar = byte < 0x80 ? Unicode.Scalar(byte) : table.scalars[Int(byte) - 0x80]
            guard scalar != "\u{FFFD}" else { return nil }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}

/// The bytes that a text was read from.
private struct ReadBytes: Sendable {
    private let bytes: [Unicode.Scalar: UInt8]

    init?(_ encoding: TextEncoding) {
        guard let table = SingleByteTable(encoding) else { return nil }
        let pairs = table.scalars.enumerated().map { place, scalar in
            // Programs keep a byte that has no character as a control code.
            (scalar == "\u{FFFD}" ? Unicode.Scalar(UInt8(place + 0x80)) : scalar, UInt8(place + 0x80))
        }
        bytes = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Nil when there is a character that no byte stands for.
    func of(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = scalar.isASCII ? UInt8(scalar.value) : bytes[scalar] else { return nil }
            result.append(byte)
        }
        return result
    }
}
