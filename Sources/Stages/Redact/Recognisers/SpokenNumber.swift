/// A telephone number read out, wholly or partly in words: `zero six nine, double two …`, `nueve ocho siete 123 456`. Six
/// digits or more in a row; a helpline read out stays.
enum SpokenNumber: WordRecogniser {
    static let cues: WordClass = .numberWord

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let reader = DigitReader(answer: answer)
        var first = index
        while first > 0, index - first < DigitReader.reach, reader.goesOn(first), reader.sign(at: first - 1) != nil {
            first -= 1
        }
        guard let run = reader.run(from: first), run.isLongEnough else { return withTens(from: index, in: answer) }
        if Helplines.contains(run.digits, answer) { return nil }
        return Mention(.phone, Int(answer.words.all[first].start)..<Int(answer.words.all[run.last].end), .shape)
    }
}

extension SpokenNumber {
    /// `my phone is sixty nine, twenty one, thirty four`: tens and hundreds, of which a telephone's word
    /// beside them tells.
    private static func withTens(from index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        var last = index
        while last + 1 < words.count, last - index < DigitReader.reach, isSpoken(words[last + 1]) { last += 1 }
        guard last - index >= 3,
            answer.hasCue(.phoneWord, before: Int(words[index].start), within: 3)
                || answer.hasCue(.phoneWord, behind: Int(words[last].end), within: 3)
        else { return nil }
        return Mention(.phone, Int(words[index].start)..<Int(words[last].end), .cue)
    }

    private static func isSpoken(_ word: Word) -> Bool {
        (word.classes.has(.numberWord) || links.contains(word)) && word.gap.isSubset(of: [.space, .comma, .hyphen])
    }

    private static let links = WordSet("oh o hundred double triple y i si e")
}

/// Reads digits from words.
private struct DigitReader {
    let answer: Answer

    /// So many words in a row are read; no number is longer, and time stays linear.
    static let reach = 48

    /// What a word is in a number read out.
    enum Sign {
        case digit(UInt8)
        case figures
        /// `double`, `triple`.
        case times(Int)
        /// `dash`; `o`, which is a digit or a word.
        case link
    }

    /// The digits of some words in a row.
    struct Run {
        var digits: [UInt8] = []
        var last: Int
        var spoken = 0

        /// Six spoken digits; or figures too, and together as long as a telephone number.
        var isLongEnough: Bool {
            spoken >= 6 || spoken >= 2 && digits.count >= 7
        }
    }

    func run(from first: Int) -> Run? {
        var run = Run(last: first)
        var times = 1
        var at = first
        while at < answer.words.all.count, at - first < Self.reach, at == first || goesOn(at), let sign = sign(at: at) {
            switch sign {
            case .digit(let digit):
                run.digits += Array(repeating: digit, count: times)
                run.spoken += times
                run.last = at
            case .figures:
                run.digits += answer.digits(in: answer.words.all[at].range)
                run.last = at
            case .times, .link: break
            }
            times = if case .times(let count) = sign { count } else { 1 }
            at += 1
        }
        return run.digits.isEmpty ? nil : run
    }

    /// Whether nothing that ends a number stands before a word.
    func goesOn(_ index: Int) -> Bool {
        answer.words.all[index].gap.isSubset(of: [.space, .comma, .hyphen, .period])
    }

    func sign(at index: Int) -> Sign? {
        let word = answer.words.all[index]
        if word.shape == .number { return .figures }
        guard word.isWord else { return nil }
        if let digit = Self.digits[word.key] { return .digit(digit) }
        if Self.doubles.contains(word) { return .times(2) }
        if Self.triples.contains(word) { return .times(3) }
        return Self.links.contains(word) ? .link : nil
    }

    private static let doubles = WordSet("double doble dyfish dublu duplo dvostruko")
    private static let triples = WordSet("triple trefish triplu triplo trostruko")
    private static let links = WordSet("o dash hyphen space plus")

    /// English, Spanish, Albanian, Bosnian, Romanian; accents make no difference.
    private static let digits: [UInt64: UInt8] = {
        let words = [
            "zero oh nought cero nula", "one uno una un nje jedan jedna unu", "two dos dy dva dvije doi doua",
            "three tres tre tri trei", "four cuatro kater cetiri patru", "five cinco pese pet cinci",
            "six seis gjashte sest sase", "seven siete shtate sedam sapte", "eight ocho tete osam opt",
            "nine nueve nente devet noua",
        ]
        var digits: [UInt64: UInt8] = [:]
        for (digit, spellings) in words.enumerated() {
            for word in spellings.split(separator: " ") { digits[WordHash.of(word.utf8)] = UInt8(digit) }
        }
        return digits
    }()
}
