/// Makes the same wording equal however an export spells it.
public enum TextFolding {
    /// Without markup, with single blanks and straight quotes, in lower case, with a comma below ș and ț, and without the star of a required
    /// question. Composed and decomposed letters compare equal as Swift strings do.
    public static func folded(_ text: String) -> String { foldedPlain(text) ?? foldedAny(text) }

    /// Half of all wordings are plain ASCII without markup: folded byte by byte.
    private static func foldedPlain(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }) else {
                return nil
            }
            return String(unsafeUninitializedCapacity: bytes.count) { fold(bytes, into: $0) }
        }
    }

    private static func fold(_ bytes: UnsafeBufferPointer<UInt8>, into result: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
        let (blank, star) = (UInt8(ascii: " "), UInt8(ascii: "*"))
        var count = 0
        for byte in bytes {
            switch byte {
            case 9...13, blank:
                guard count > 0, result[count - 1] != blank else { continue }
                result[count] = blank
            case 65...90: result[count] = byte | 0x20
            case UInt8(ascii: "`"): result[count] = UInt8(ascii: "'")
            default: result[count] = byte
            }
            count += 1
        }
        while count > 0, result[count - 1] == star || result[count - 1] == blank { count -= 1 }
        return count
    }

    private static func foldedAny(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var pendingBlank = false
        for scalar in withoutMarkup(text).unicodeScalars {
            if isInvisible(scalar) { continue }
            if isBlank(scalar) {
                pendingBlank = !result.isEmpty
                continue
            }
            if pendingBlank { result.append(" ") }
            pendingBlank = false
            result.append(straight(scalar))
        }
        var folded = String(result).lowercased()
        while folded.hasSuffix("*") || folded.hasSuffix(" ") { folded.removeLast() }
        return folded
    }

    private static func withoutMarkup(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return text }
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            let behind = rest.index(after: open)
            // The next sign of either kind, so that a text full of `<` is looked through once.
            guard let next = rest[behind...].firstIndex(where: { $0 == "<" || $0 == ">" }) else { break }
            if rest[next] == ">", isTag(rest[behind..<next]) {
                result += rest[..<open] + " "
                rest = rest[rest.index(after: next)...]
            } else {
                result += rest[..<next]
                rest = rest[next...]
            }
        }
        return entities.reduce(result + rest) {
            $0.split(separator: $1.0, omittingEmptySubsequences: false).joined(separator: $1.1)
        }
    }

    /// `br/`, `/p`, `b class="x"`, but not `5 and `.
    private static func isTag(_ inside: Substring) -> Bool {
        guard let first = inside.first(where: { $0 != "/" }) else { return false }
        return first.isLetter && inside.first != " "
    }

    private static let entities = [
        ("&nbsp;", " "), ("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
    ]

    /// `White_Space` of Unicode, which has been the same since version 6.3. The standard library's table takes much longer,
    /// and every wording of a study goes through here whenever weir starts.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Zero-width marks and the soft hyphen.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{AD}" || scalar == "\u{200E}"
    }

    private static func straight(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{02BC}", "\u{0060}", "\u{00B4}": "'"
        case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}": "\""
        case "\u{2013}", "\u{2014}", "\u{2212}": "-"
        // Windows-1250 and older keyboards have Romanian's ș and ț with a cedilla only.
        case "\u{15E}": "\u{218}"
        case "\u{15F}": "\u{219}"
        case "\u{162}": "\u{21A}"
        case "\u{163}": "\u{21B}"
        default: scalar
        }
    }
}
