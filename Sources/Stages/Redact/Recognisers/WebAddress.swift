/// Addresses of pages: with `http` or `ftp`, with `www`, or with a known ending. The bare address of a platform or of a public
/// body's start page names nobody.
enum WebAddress: Recogniser {
    private static let endings =
        "com|org|net|info|edu|gov|gob|int|eu|al|ba|co|mx|md|pe|io|me|tv|app|online|site|xyz|blog|shop|ly|gl|be|rs|hr|ro|es|ru|uk|example|test"
    static let patterns = [#"(https?|s?ftp):/"#, #"www\s?\."#, #"[a-z0-9]\.(\#(endings))\b"#]

    private static let signs: SignSet = "./:_-?=&%#~+,;!@$'()*"

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.hasDottedWord || signs.slashes > 0 && signs.colons > 0 || signs.hasDoubleW && signs.points > 0
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        let start = Run.start(of: ".-", before: candidate.lowerBound, answer.bytes)
        var end = Run.end(of: signs, from: candidate.upperBound, answer.bytes)
        if end < candidate.upperBound { end = candidate.upperBound }
        // `work.Es un` is a sentence without its blank.
        if answer.bytes[candidate].contains(UInt8(ascii: ".")), end == candidate.upperBound,
            SignKind.of(answer.bytes[candidate.upperBound - 2]) == .upper
        {
            return nil
        }
        if start > 0, answer.bytes[start - 1] == UInt8(ascii: "@") { return nil }
        let range = start..<end
        return isBarePlatform(range, answer) ? nil : Mention(.url, range, .shape)
    }

    /// `facebook.com` without a path; `www.` before it changes nothing.
    private static func isBarePlatform(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let words = answer.words.all[answer.word(from: range.lowerBound)...].prefix { Int($0.end) <= range.upperBound }
            .drop { word in ["www", "http", "https"].contains { answer.bytes[word.range].elementsEqual($0.utf8) } }
        guard let name = words.first, words.count <= 3 else { return false }
        return name.classes.has([.allowed, .acronym])
            && words.dropFirst().allSatisfy { $0.classes.has([.domainEnding, .allowed]) }
    }
}
