public import WeirCore

/// Writes text in an encoding of one byte for each character.
public struct SingleByteWriter: Sendable {
    private let bytes: [Unicode.Scalar: UInt8]

    /// A writer; nil for encodings of Unicode.
    public init?(_ encoding: TextEncoding) {
        guard let table = SingleByteTable(encoding) else { return nil }
        let known = table.scalars.enumerated().filter { $0.element != "\u{FFFD}" }
        bytes = Dictionary(uniqueKeysWithValues: known.map { ($0.element, UInt8($0.offset + 0x80)) })
    }

    /// The bytes of a text; a character that the encoding lacks becomes a question mark, as spreadsheets write it.
    public func encoded(_ text: [UInt8]) -> [UInt8] {
        String(decoding: text, as: UTF8.self).unicodeScalars.map {
            $0.isASCII ? UInt8($0.value) : bytes[$0] ?? UInt8(ascii: "?")
        }
    }
}
