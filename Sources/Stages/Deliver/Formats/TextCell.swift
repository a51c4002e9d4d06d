/// An open answer as a cell of delimited text: on one line, never a formula, quoted where RFC 4180 asks for it.
struct TextCell {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Whether a spreadsheet would compute it.
    var isFormula: Bool { bytes.first.map { Self.starters.contains($0) } ?? false }

    private static let starters = Array("=+-@\t\r".utf8)

    /// - Returns: the line breaks that became blanks.
    func write(to text: inout [UInt8]) -> Int {
        let isQuoted = needsQuotes
        if isQuoted { text.append(34) }
        if isFormula { text.append(39) }
        // Nearly every text is copied as it stands.
        var breaks = 0
        if holds(10, 13, 34) { breaks = writeByByte(to: &text) } else { text.append(contentsOf: bytes) }
        if isQuoted { text.append(34) }
        return breaks
    }

    private func writeByByte(to text: inout [UInt8]) -> Int {
        var breaks = 0
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            // The second half of CR LF.
            case 10 where before == 13: break
            case 10, 13:
                text.append(32)
                breaks += 1
            case 34: text.append(contentsOf: [34, 34])
            default: text.append(byte)
            }
            before = byte
        }
        return breaks
    }

    /// Blanks at the ends are quoted too, because readers trim them.
    private var needsQuotes: Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return Self.isBlank(first) || Self.isBlank(last) || holds(44, 34, 34)
    }

    /// Whether one of three bytes stands in it. All are looked at, many at a time.
    private func holds(_ one: UInt8, _ two: UInt8, _ three: UInt8) -> Bool {
        var found: UInt8 = 0
        for byte in bytes {
            found |= byte == one ? 1 : 0
            found |= byte == two ? 1 : 0
            found |= byte == three ? 1 : 0
        }
        return found != 0
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
}
