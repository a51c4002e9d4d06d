public import WeirCore

extension TextEncoding {
    /// How many bytes a text, given in UTF-8, has in this encoding. A byte of no UTF-8 stands for one unit of the encoding
    /// that is no character.
    public func length(of text: ArraySlice<UInt8>) -> Int {
        if self == .utf8 { return text.count }
        let characters = text.withUnsafeBufferPointer { bytes in bytes.count { $0 & 0xC0 != 0x80 } }
        guard self == .utf16LittleEndian || self == .utf16BigEndian else { return characters }
        // Four bytes of UTF-8 are a pair of units.
        let pairs = text.withUnsafeBufferPointer { bytes in bytes.count { 0xF0...0xF4 ~= $0 } }
        return 2 * (characters + pairs)
    }

    /// What the first bytes say: a byte order mark, or the zeros of UTF-16 without one.
    /// - Returns: the encoding and the length of the mark.
    public static func recognised(in head: [UInt8]) -> (encoding: TextEncoding, mark: Int) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return (withoutMark(head), 0)
    }

    /// Whether a text has four bytes for each character, by its mark or by its zeros.
    static func isUTF32(_ head: [UInt8]) -> Bool {
        if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return true }
        let characters = head.count / 4
        guard characters >= 8 else { return false }
        let wide = (0..<characters).count { at in
            let bytes = head[4 * at..<4 * at + 4]
            return bytes.count { $0 == 0 } == 3 && (bytes.first != 0 || bytes.last != 0)
        }
        return wide > characters * 3 / 4
    }

    /// A table in a Latin script has a zero in nearly every second byte when it is UTF-16.
    private static func withoutMark(_ head: [UInt8]) -> TextEncoding {
        let pairs = head.count / 2
        guard pairs >= 8 else { return .utf8 }
        let zeros = (0..<pairs).reduce(into: (even: 0, odd: 0)) { zeros, pair in
            zeros.even += head[2 * pair] == 0 ? 1 : 0
            zeros.odd += head[2 * pair + 1] == 0 ? 1 : 0
        }
        if zeros.odd > pairs * 3 / 4, zeros.even == 0 { return .utf16LittleEndian }
        if zeros.even > pairs * 3 / 4, zeros.odd == 0 { return .utf16BigEndian }
        return .utf8
    }
}
