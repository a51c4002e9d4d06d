import Foundation

/// Signs that an earlier program wrote out: `don&#39;t`, `don&rsquo;t`, `&nbsp;`, and `â€™`, what a typographic apostrophe
/// becomes in the wrong encoding. They are read as the sign; the text keeps them as they stand.
enum WrittenSigns {
    private static let entities: [(text: [UInt8], sign: UInt8)] = [
        ("&#39;", "'"), ("&#039;", "'"), ("&#x27;", "'"), ("&apos;", "'"), ("&rsquo;", "'"), ("&lsquo;", "'"),
        ("&#8217;", "'"), ("&#8216;", "'"), ("&quot;", "\""), ("&ldquo;", "\""), ("&rdquo;", "\""), ("&#34;", "\""),
        ("&nbsp;", " "), ("&#160;", " "), ("&amp;", "&"), ("&ndash;", "-"), ("&mdash;", "-"), ("&hellip;", "."),
        ("&lt;", "<"), ("&gt;", ">"),
    ].map { (Array($0.utf8), UInt8($1.unicodeScalars.first!.value)) }

    private static let misread: [(text: [UInt8], sign: UInt8)] = [
        ("â€™", "'"), ("â€˜", "'"), ("â€œ", "\""), ("â€“", "-"), ("â€”", "-"), ("â€¦", "."),
    ].map { (Array($0.utf8), UInt8($1.unicodeScalars.first!.value)) }

    /// Where the first ampersand of such a sign may stand. Signs beyond ASCII are met on the way.
    static func first(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = text.baseAddress, let found = memchr(start, 0x26, text.count) else { return nil }
        return UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
    }

    /// The sign that is written out at a place, and in how many bytes.
    @inline(__always)
    static func sign(at place: Int, in text: UnsafeBufferPointer<UInt8>) -> (sign: UInt8, length: Int)? {
        switch text[place] {
        case UInt8(ascii: "&"): match(entities, at: place, in: text)
        case 0xC3: match(misread, at: place, in: text)
        default: nil
        }
    }

    private static func match(
        _ signs: [(text: [UInt8], sign: UInt8)], at place: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> (sign: UInt8, length: Int)? {
        let rest = UnsafeBufferPointer(rebasing: text[place...])
        return signs.first { rest.starts(with: $0.text) }.map { ($0.sign, $0.text.count) }
    }
}
