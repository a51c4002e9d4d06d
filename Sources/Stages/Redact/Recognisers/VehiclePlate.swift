/// Number plates: Bosnian and Albanian ones by their shape and capitals alone, the others behind or before a word for a
/// vehicle or a plate.
enum VehiclePlate: Recogniser {
    static let patterns = [
        #"\b[aejkmot]\d{2}[ -]{1,3}[aejkmot][ -]{1,3}\d{3}"#,
        #"\b[a-z]\d{2}-[a-z]-\d{3}"#,
        #"\b[a-z]{2}[ -]\d{3}[ -][a-z]{2}"#,
        #"\b[a-z]{1,2}[ -]\d{3}[ -][a-z]{3}"#,
        #"\b[a-z]{1,2}[ -][a-z]{2,3}[ -]\d{3}"#,
        #"\b[a-z]{3}[ -]\d{2,3}[ -]([a-z]|\d{2})\b"#,
        #"\b[a-z]{1,3}[ -]?\d{2,4}([ -]?[a-z0-9]{1,4})?"#,
        #"\b[a-z]\d{1,3}[ -]?[a-z0-9]{2,4}([ -]?[a-z0-9]{1,3})?"#,
        #"\b[a-z]{2,3}[ -]\d{2}[ -]\d{2}[ -][a-z]\b"#,
        #"\b[a-z]{1,3} [a-z]{2,3} ?\d{3,4}"#,
        #"\d[a-z0-9]{0,3}[ -][a-z0-9]{1,4}"#,
        #"\b[a-z]\d[a-z0-9]?[ -][a-z0-9]{2,4}([ -][a-z0-9])?"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        if signs.digits >= 2, answer.words.seen.has(.plateWord) { return true }
        return (signs.digits >= 5 && signs.hyphens + signs.capitals >= 2 || signs.digits >= 3 && signs.capitals >= 3)
            && hasParts(answer.words.all)
    }

    /// Whether three pieces in a row are as long as those of a Bosnian or an Albanian plate.
    private static func hasParts(_ words: Stretch<Word>) -> Bool {
        guard words.count > 2 else { return false }
        for index in 2..<words.count where words[index].count == words[index - 2].count {
            let middle = words[index - 1].count
            if words[index].count == 3 && middle == 1 || words[index].count == 2 && middle == 3 { return true }
        }
        return false
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let candidate = answer.wholeWords(candidate).map({ withLetters($0, answer) }) else { return nil }
        let signs = answer.signs(in: candidate)
        let digits = signs.count { $0 < 65 }
        guard (5...8).contains(signs.count), (2...6).contains(digits), digits < signs.count,
            !answer.bytes[candidate].contains(UInt8(ascii: "."))
        else { return nil }
        if isBosnian(candidate, answer) || isAlbanian(candidate, answer) { return Mention(.plate, candidate, .shape) }
        let isNear =
            answer.hasCue(.plateWord, before: candidate.lowerBound, within: 5)
            || answer.hasCue(.plateWord, behind: candidate.upperBound, within: 2)
        guard isNear, isWrittenAsPlate(candidate, answer) else { return nil }
        return Mention(.plate, candidate, .cue)
    }

    /// `plate abc 123`: small letters that are no word, behind a word for a plate.
    private static func withLetters(_ range: Range<Int>, _ answer: Answer) -> Range<Int> {
        let words = answer.words.all
        let first = answer.word(from: range.lowerBound)
        guard first > 1, words[first].shape == .number, words[first].gap == .space, words[first - 1].count <= 3,
            words[first - 1].shape == .lower, !words[first - 1].classes.has(.words),
            answer.hasCue(.plateWord, before: Int(words[first - 1].start), within: 2)
        else { return range }
        return Int(words[first - 1].start)..<range.upperBound
    }

    /// `A12-B-345`; with blanks only in capitals.
    private static func isBosnian(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let parts = parts(range, answer)
        guard parts.map(\.count) == [3, 1, 3], parts[0].first! >= 65, parts[2].allSatisfy({ $0 < 65 }) else {
            return false
        }
        return answer.bytes[range].contains(UInt8(ascii: "-"))
            || [parts[0].first!, parts[1].first!].allSatisfy(isCapital)
    }

    /// `AA 123 BB`
    private static func isAlbanian(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let parts = parts(range, answer)
        return parts.map(\.count) == [2, 3, 2] && parts[1].allSatisfy { $0 < 65 }
            && [parts[0], parts[2]].allSatisfy { $0.allSatisfy(isCapital) }
    }

    private static func parts(_ range: Range<Int>, _ answer: Answer) -> [Bytes] {
        answer.bytes[range].split { $0 == UInt8(ascii: "-") || $0 == 32 }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { SignKind.of(byte) == .upper }

    /// `with 3 cars` has lower-case words in it; a plate has capitals, or the digits stand beside its letters.
    private static func isWrittenAsPlate(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let first = answer.word(from: range.lowerBound)
        return answer.words.all[first...].prefix { Int($0.end) <= range.upperBound }.allSatisfy { word in
            word.shape != .lower || !word.classes.has(.words)
        }
    }
}
