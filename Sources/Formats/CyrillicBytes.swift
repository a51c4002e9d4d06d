/// Cyrillic text of one byte for each letter. weir knows it and does not read it: as anything else it would be words of
/// letters that nobody wrote.
enum CyrillicBytes {
    /// In encodings of Latin letters so many letters beyond ASCII hardly ever stand beside each other, and never in many words.
    private static let shortestWord = 3
    private static let fewestLetters = 12

    /// What a text is written in; nil when it is not Cyrillic of this kind for the most part.
    static func encoding(of text: some Collection<UInt8>) -> String? {
        var (small, capital, others) = (0, 0, 0)
        for word in text.split(whereSeparator: { $0 < 0x80 }) {
            guard word.count >= shortestWord else {
                others += word.count
                continue
            }
            small += word.count { $0 >= 0xE0 }
            capital += word.count { (0xC0...0xDF).contains($0) }
            // Few letters stand here; of Cyrillic in UTF-8, every second byte does.
            others += word.count { $0 < 0xC0 }
        }
        guard small + capital >= max(fewestLetters, 2 * others) else { return nil }
        // Small letters are more frequent, and in Windows' table alone they stand behind the capitals up to the end.
        return small > capital ? "Windows-1251 (Cyrillic)" : "an older Cyrillic encoding"
    }
}
