/// Number plates: Bosnian ones by their shape alone, the others behind or before a word for a vehicle or a plate.
enum VehiclePlate: Recogniser {
    static let patterns = [
        #"\b[aejkmot]\d{2}\s?-\s?[aejkmot]\s?-\s?\d{3}"#,
        #"\b[a-z]{2} \d{3} [a-z]{2}"#,
        #"\b[a-z]{1,3}[ -]?\d{2,4}([ -]?[a-z0-9]{1,4})?"#,
        #"\b[a-z]\d{1,3}[ -]?[a-z0-9]{2,4}([ -]?[a-z0-9]{1,3})?"#,
        #"\b[a-z]{1,3} [a-z]{2,3} ?\d{3,4}"#,
        #"\d[a-z0-9]{0,3}[ -][a-z0-9]{1,4}"#,
        #"\b[a-z]\d[a-z0-9]?[ -][a-z0-9]{2,4}([ -][a-z0-9])?"#,
    ]

    static func isPossible(_ signs: SignTally, _ words: WordClass) -> Bool {
        words.has(.plateWord) || signs.digits >= 5 && signs.hyphens >= 2 || signs.digits >= 3 && signs.capitals >= 3
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let candidate = answer.wholeWords(candidate) else { return nil }
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

    private static func isBosnian(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let parts = answer.bytes[range].split { $0 == UInt8(ascii: "-") || $0 == 32 }
        return parts.count == 3 && parts[0].count == 3 && parts[1].count == 1 && parts[2].count == 3
            && parts[0].first! >= 65 && parts[2].allSatisfy { $0 < 65 }
    }

    private static func isAlbanian(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let parts = answer.bytes[range].split(separator: 32)
        return parts.map(\.count) == [2, 3, 2] && parts[1].allSatisfy { $0 < 65 }
            && [parts[0], parts[2]].allSatisfy { $0.allSatisfy { SignKind.of($0) == .upper } }
    }

    /// `with 3 cars` has lower-case words in it; a plate has capitals, or the digits stand beside its letters.
    private static func isWrittenAsPlate(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let first = answer.word(from: range.lowerBound)
        return answer.words.all[first...].prefix { Int($0.end) <= range.upperBound }.allSatisfy { word in
            word.shape != .lower || !word.classes.has(.words)
        }
    }
}
