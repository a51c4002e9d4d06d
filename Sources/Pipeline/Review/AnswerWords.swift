/// The words of an answer, as ranges of code points: what stands between blanks, without the punctuation around it.
enum AnswerWords {
    static func ranges(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            guard !scalars[start].properties.isWhitespace else {
                start += 1
                continue
            }
            let end = scalars[start...].firstIndex { $0.properties.isWhitespace } ?? scalars.count
            if let word = trimmed(start..<end, scalars) { words.append(word) }
            start = end
        }
        return words
    }

    private static func trimmed(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) -> Range<Int>? {
        guard let first = range.first(where: { isOfWord(scalars[$0]) }),
            let last = range.last(where: { isOfWord(scalars[$0]) })
        else { return nil }
        return first..<last + 1
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .dashPunctuation, .openPunctuation,
            .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .connectorPunctuation:
            false
        default: true
        }
    }
}
