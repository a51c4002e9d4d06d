/// A day with its month in Roman numerals: `12.V.2019`, `3-XI-2020`, `12 V 2019`.
enum RomanDate {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard index + 2 < words.count, isDay(words[index], answer), isMonth(words[index + 1], answer),
            YearWords.isFigures(words[index + 2], answer),
            (1...2).allSatisfy({ parts.isSuperset(of: words[index + $0].gap) })
        else { return nil }
        return Mention(.date, Int(words[index].start)..<Int(words[index + 2].end), .shape)
    }

    private static let parts: Word.Gap = [.space, .period, .hyphen, .slash]

    private static func isDay(_ word: Word, _ answer: Answer) -> Bool {
        guard word.shape == .number, word.count <= 2 else { return false }
        return (1...31).contains(answer.digits(in: word.range).reduce(0) { $0 * 10 + Int($1) })
    }

    private static func isMonth(_ word: Word, _ answer: Answer) -> Bool {
        word.count <= 4 && (word.shape == .upper || word.shape == .initial) && months.contains(word)
    }

    private static let months = WordSet("i ii iii iv v vi vii viii ix x xi xii")
}

/// Years, in figures or in words.
enum YearWords {
    /// `2019`
    static func isFigures(_ word: Word, _ answer: Answer) -> Bool {
        guard word.shape == .number, word.count == 4 else { return false }
        let text = answer.bytes[word.range]
        return text.starts(with: "19".utf8) || text.starts(with: "20".utf8)
    }

    /// The last word of a year that starts at a word: `two thousand nineteen`, `twenty nineteen`, `dos mil dieciocho`.
    static func end(from index: Int, in answer: Answer) -> Int? {
        let words = answer.words.all
        var last: Int?
        var isYear = false
        var at = index
        while at < words.count, at - index < 6, words[at].isWord,
            at == index || words[at].gap.isSubset(of: [.space, .hyphen])
        {
            if thousands.contains(words[at]) || at > index && centuries.contains(words[index]) && isNumber(words[at]) {
                isYear = true
            }
            if isNumber(words[at]) { last = at } else if !ands.contains(words[at]) { break }
            at += 1
        }
        return isYear ? last : nil
    }

    private static func isNumber(_ word: Word) -> Bool {
        word.classes.has(.numberWord) || thousands.contains(word) || tens.contains(word)
    }

    private static let thousands = WordSet("thousand mil mije mii hiljade hiljadu hiljada tisuce")
    private static let centuries = WordSet("nineteen twenty")
    private static let ands = WordSet("and y e i si de")
    private static let tens = WordSet(
        "dieciocho diecinueve dieciseis diecisiete veintiuno veintidos veintitres veinticuatro nentembedhjete tetembedhjete "
            // Of the year only: Pete is a name.
            + "prve druge trece cetvrte pete seste sedme osme devete desete "
            + "njezet dvadeset devetnaest osamnaest dvije douazeci nouasprezece optsprezece doua"
    )
}
