/// Numbers of cases, files and decisions: the courts' own forms, and any number with a slash or hyphen behind a word
/// for a case. The number of a law is none.
enum CaseNumber: Recogniser {
    static let patterns = [
        // Peru: 01234-2019-0-1801-JR-FC-05. Colombia: 23 digits. Bosnia: 65 0 P 535313 16 Spp.
        #"\d{4,5}-\d{4}-\d{1,2}-\d{4}-[a-z]{2}-[a-z]{2}-\d{1,2}"#,
        #"\d{5}[ -]?\d{2}[ -]?\d{2}[ -]?\d{3}[ -]?\d{4}[ -]?\d{5}[ -]?\d{2}"#,
        #"\b[a-z]?\d{2,3} 0 [a-z]{1,3} \d{6,7} \d{2}( [a-z]{1,4}( \d{1,3})?)?"#,
        // Anything with digits, and slashes, hyphens or points inside.
        #"\b[a-z]{0,6}\d{1,12}[a-z]{0,4}[/.-][a-z0-9]"#,
        #"\b[a-z]{1,8}([/-][a-z]{1,8}){0,2}[/-][a-z]{0,3}\d{1,6}"#,
        #"\b[a-z]{1,4}[ -]?\d{1,8}(/\d{1,6}){1,3}"#,
        #"\d{1,20}"#,
        #"\b[a-z]{1,6}[ -]?\d{4,20}"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 10 || signs.digits >= 2 && answer.words.seen.has(.caseWord)
            || signs.digits >= 4 && signs.capitals >= 2 && signs.slashes + signs.hyphens >= 2
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let candidate = answer.wholeWords(inPiece(candidate, answer)).map({ withMore($0, answer) }) else {
            return nil
        }
        let digits = answer.bytes[candidate].count { $0 &- 48 < 10 }
        // Most candidates are counts and years, and end here.
        guard digits >= 3 || digits == 2 && isNumberedCase(candidate, answer) else { return nil }
        let isShaped = digits >= 21 || digits >= 10 && parts(candidate, answer) >= 5 || isLettered(candidate, answer)
        guard isShaped || answer.hasCue(.caseWord, before: candidate.lowerBound, within: 4) else { return nil }
        guard !isLaw(candidate, answer),
            !isScore(candidate, answer) && !isAmount(candidate, answer) || isNumbered(candidate, answer)
        else { return nil }
        if isShaped { return Mention(.caseNumber, withAbbreviations(candidate, answer), .shape) }
        // Two cases, 45 files: a count is no number of a case.
        guard
            digits >= 4 || answer.bytes[candidate].contains(where: { "/-".utf8.contains($0) })
                || isNumbered(candidate, answer)
        else { return nil }
        if digits == 4, parts(candidate, answer) == 1, isYear(candidate, answer) { return nil }
        return Mention(.caseNumber, withAbbreviations(candidate, answer), .cue)
    }

    /// `file no. 45`: two figures are a number only right behind the words.
    private static func isNumberedCase(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let words = answer.words.all
        let own = answer.word(from: range.lowerBound)
        guard own > 1, numbers.contains(words[own - 1]), words[own - 2].classes.has(.caseWord),
            !answer.bytes[range].contains(UInt8(ascii: "."))
        else { return false }
        // `in this case no 24 hour service`, `no 24-hour service`
        guard own + 1 < words.count, words[own + 1].gap.isSubset(of: [.space, .hyphen]), words[own + 1].shape == .lower
        else { return true }
        return words[own + 1].classes.has(.function) && !words[own + 1].classes.has(.unit)
    }

    private static let numbers = WordSet("no nr nro num number br")

    /// How many pieces it has, with signs or blanks between.
    private static func parts(_ range: Range<Int>, _ answer: Answer) -> Int {
        var count = 0
        var isInside = false
        for byte in answer.bytes[range] {
            let isSign = byte == 32 || byte &- 45 < 3
            if !isSign, !isInside { count += 1 }
            isInside = !isSign
        }
        return count
    }

    /// Everything without a blank that the candidate is part of.
    private static func inPiece(_ range: Range<Int>, _ answer: Answer) -> Range<Int> {
        let start = Run.start(of: "/-", before: range.lowerBound, answer.bytes)
        let end = Run.end(of: "/-.", from: range.upperBound, answer.bytes, limit: 80)
        return min(start, range.lowerBound)..<max(end, range.upperBound)
    }

    /// A number with slashes that goes on behind a blank: `UI-2 S/D/00045/03-2020`.
    private static func withMore(_ range: Range<Int>, _ answer: Answer) -> Range<Int> {
        guard answer.bytes[range].contains(UInt8(ascii: "/")), range.upperBound < answer.bytes.count,
            answer.bytes[range.upperBound] == 32
        else { return range }
        let end = Run.end(of: "/-.", from: range.upperBound + 1, answer.bytes, limit: 40)
        let more = answer.bytes[min(range.upperBound + 1, end)..<end]
        return more.contains(UInt8(ascii: "/")) && more.contains { $0 &- 48 < 10 } ? range.lowerBound..<end : range
    }

    /// `Nr. 318/7 Prot.`, `Exp. 2217-2031`: the abbreviations beside a number belong to it.
    private static func withAbbreviations(_ range: Range<Int>, _ answer: Answer) -> Range<Int> {
        let words = answer.words.all
        var range = range
        let first = answer.word(from: range.lowerBound)
        if first > 0, words[first - 1].classes.has(.abbreviation),
            words[first].gap.isSubset(of: [.space, .period, .colon])
        {
            range = Int(words[first - 1].start)..<range.upperBound
        }
        let next = answer.word(from: range.upperBound)
        if next < words.count, words[next].classes.has(.abbreviation), words[next].classes.has(.caseWord),
            words[next].gap == .space
        {
            range = range.lowerBound..<Int(words[next].end)
        }
        return range
    }

    private static func isYear(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let text = answer.bytes[range]
        return range.count == 4 && (text.starts(with: "19".utf8) || text.starts(with: "20".utf8))
    }

    /// `RES-0077-2090`: capitals, a serial number, a year.
    private static func isLettered(_ range: Range<Int>, _ answer: Answer) -> Bool {
        guard SignKind.of(answer.bytes[range.lowerBound]) == .upper else { return false }
        let parts = answer.bytes[range].split { "/-".utf8.contains($0) }
        guard parts.count >= 3, (2...6).contains(parts[0].count), parts[0].allSatisfy({ SignKind.of($0) == .upper })
        else { return false }
        let numbers = parts.dropFirst().filter { $0.allSatisfy { $0 &- 48 < 10 } && $0.count >= 2 }
        // `PPNNA/OF/0773-B`
        let isFiled = answer.bytes[range].contains(UInt8(ascii: "/")) && numbers.contains { $0.count >= 4 }
        return numbers.count >= 2 || isFiled
    }

    /// `no. 123`, `# 123`.
    private static func isNumbered(_ range: Range<Int>, _ answer: Answer) -> Bool {
        answer.hasCue(.abbreviation, before: range.lowerBound, within: 1)
            || range.lowerBound > 1
                && answer.bytes[(range.lowerBound - 2)..<range.lowerBound].contains(UInt8(ascii: "#"))
    }

    /// `9/10`, `6.40`.
    private static func isScore(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let parts = answer.bytes[range].split { "/.-".utf8.contains($0) }
        return parts.count == 2 && parts.allSatisfy { $0.count <= 2 && $0.allSatisfy { $0 &- 48 < 10 } }
    }

    /// `25.000`, `2018-2030`: thousands, or years from and to.
    private static func isAmount(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let text = answer.bytes[range]
        guard text.allSatisfy({ $0 &- 48 < 10 || "./-".utf8.contains($0) }) else { return false }
        let groups = text.split(separator: UInt8(ascii: "."))
        if groups.count > 1, groups[0].count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.last!.elementsEqual("000".utf8)
        {
            return true
        }
        let years = text.split { "/-".utf8.contains($0) }
        return years.count == 2
            && years.allSatisfy { $0.count == 4 && ($0.starts(with: "19".utf8) || $0.starts(with: "20".utf8)) }
    }

    /// `Law 1098`, `June 2023`: the number behind its own word. Or a word of law stands before, and no word of a case nearer.
    private static func isLaw(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let first = answer.words.all[answer.word(from: range.lowerBound)]
        if first.isWord, first.gap != .hyphen, first.classes.has([.law, .month]), Int(first.end) < range.upperBound {
            return true
        }
        if isOfGovernment(range, answer) { return true }
        return answer.hasCue(.law, before: range.lowerBound, within: 3)
            && !answer.hasCue(.caseWord, before: range.lowerBound, within: 2)
    }

    private static let governments = WordSet(
        "government governments ministers guvernului guvern guvernul qeverise vlade gobierno")

    private static let decisions = WordSet(
        "decision decisions hotararea hotararii hotarare vendim vendimi odluka odluke acuerdo")

    /// `Decision of the Council of Ministers no. 578`, `Hotărârea Guvernului 270/2014`; not `the government closed case 270/2014`.
    static func isOfGovernment(_ range: Range<Int>, _ answer: Answer) -> Bool {
        let last = answer.word(from: range.lowerBound)
        for word in answer.words.all[max(0, last - 4)..<last].reversed() {
            if governments.contains(word) { return true }
            if word.classes.has(.caseWord), !word.classes.has([.abbreviation, .law]), !decisions.contains(word) {
                return false
            }
        }
        return false
    }
}
