/// What a whole cell looks like when it names a person or a machine: told by its bytes alone, whatever the language.
public enum IdentifierShape: Sendable {
    case email, number, networkAddress, webAddress

    /// The shape of a cell's text; nil when it looks like nothing of the kind.
    public init?(of text: UnsafeRawBufferPointer) {
        guard text.count >= 6, text.count <= 320 else { return nil }
        if Self.isEmail(text) {
            self = .email
        } else if Self.isWebAddress(text) {
            self = .webAddress
        } else if Self.isNetworkAddress(text) {
            self = .networkAddress
        } else if Self.isNumber(text) {
            self = .number
        } else {
            return nil
        }
    }

    private static func isYear(_ part: Slice<UnsafeRawBufferPointer>) -> Bool {
        part.count == 4 && (part.starts(with: "19".utf8) || part.starts(with: "20".utf8))
    }

    private static func isEmail(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let at = text.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
        let host = text[(at + 1)...]
        return host.contains(UInt8(ascii: ".")) && host.last != UInt8(ascii: ".") && !text.contains(32)
    }

    private static func isWebAddress(_ text: UnsafeRawBufferPointer) -> Bool {
        !text.contains(32) && ["http://", "https://", "www."].contains { text.starts(with: $0.utf8) }
    }

    /// Four numbers up to 255 between points.
    private static func isNetworkAddress(_ text: UnsafeRawBufferPointer) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(isDigit)
                    && part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
            }
    }

    /// Seven to twenty digits with what people put between them, and perhaps a letter or two in front. A date and time
    /// has colons, or a year where a year stands.
    private static func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        let digits = text.count(where: isDigit)
        guard (7...20).contains(digits), text.count <= 28 else { return false }
        let body = text.drop { (65...90).contains($0) || (97...122).contains($0) }
        let letters = text.count - body.count
        let signs: [UInt8] = [32, 40, 41, 43, 45, 46, 47]
        guard letters <= 2, body.allSatisfy({ isDigit($0) || signs.contains($0) }) else { return false }
        return !isDate(text)
    }

    /// Three numbers, one of them a year.
    private static func isDate(_ text: UnsafeRawBufferPointer) -> Bool {
        let parts = text.split { !isDigit($0) }
        guard (3...6).contains(parts.count) else { return false }
        return isYear(parts[0]) || isYear(parts[2])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
