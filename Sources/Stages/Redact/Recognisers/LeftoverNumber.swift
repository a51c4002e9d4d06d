/// Default deny for numbers: five digits or more that no recogniser knew, and words of letters and digits that no list
/// knows. Money, counts, years, laws, percentages and public helplines stay.
struct LeftoverNumber {
    let answer: Answer

    /// So many numbers in a row are looked at together; nothing real is longer, and time stays linear.
    private static let reach = 64

    /// Judges the number at a word, and says how many words it takes.
    func mention(at index: Int) -> Mention? {
        let words = answer.words.all
        let word = words[index]
        if let date = foreignDate(at: index) ?? RomanDate.mention(at: index, in: answer) { return date }
        if let name = DigitName(answer: answer).mention(at: index) { return name }
        if let age = JoinedAge.mention(at: index, in: answer) ?? BirthdayAge.mention(at: index, in: answer) {
            return age
        }
        if let date = JoinedDate.mention(at: index, in: answer) { return date }
        if let unit = UnitAddress.mention(at: index, in: answer) { return unit }
        if let postcode = postcode(at: index) { return postcode }
        if let district = district(at: index) { return district }
        if let chain = chain(at: index) { return chain }
        if let number = withLettersForNoughts(at: index) { return number }
        if word.shape == .alphanumeric { return unknownMix(word, index) }
        let last = end(from: index)
        let range = Int(word.start)..<Int(words[last].end)
        let digits = answer.digits(in: range)
        guard digits.count >= 5, !isHarmless(index, last, digits) else { return nil }
        return Mention(.number, range, .unlisted)
    }

    /// `4. новембар 2008`: a day, a word of another script, a year.
    private func foreignDate(at index: Int) -> Mention? {
        let words = answer.words.all
        guard index + 2 < words.count, words[index].count <= 2, words[index + 1].isDisguised,
            words[index + 2].shape == .number,
            words[index + 2].count == 4, words[index + 1].gap.joins, words[index + 2].gap.joins
        else { return nil }
        return Mention(.date, Int(words[index].start)..<Int(words[index + 2].end), .shape)
    }

    /// Public helplines stay, however they are grouped.
    func allowHelplines() {
        var index = 0
        while index < answer.words.all.count {
            guard answer.words.all[index].shape == .number else {
                index += 1
                continue
            }
            let last = end(from: index)
            let range = Int(answer.words.all[index].start)..<Int(answer.words.all[last].end)
            if Helplines.have(range, in: answer), !isInsideLonger(index, last) {
                for place in index...last { answer.words.set(.allowed, at: place) }
            }
            index = last + 1
        }
    }

    /// `99-PE-068` holds no helpline.
    private func isInsideLonger(_ first: Int, _ last: Int) -> Bool {
        let words = answer.words.all
        return isLinked(words[first]) || last + 1 < words.count && isLinked(words[last + 1])
    }

    private static let postal = WordSet("postal postar postare postcode zip postanski box")

    /// `postal code 9898`.
    private func postcode(at index: Int) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .number, (4...6).contains(words[index].count),
            words[max(0, index - 2)..<index].contains(where: Self.postal.contains),
            !YearWords.isFigures(words[index], answer)
        else { return nil }
        return Mention(.address, words[index].range, .cue)
    }

    private static let districts = WordSet("comuna commune localidad upz")

    /// `commune 13`: cities of Colombia number their districts.
    private func district(at index: Int) -> Mention? {
        let words = answer.words.all
        guard index > 0, words[index].shape == .number, words[index].count <= 3, words[index].gap == .space,
            Self.districts.contains(words[index - 1]), words[index - 1].verdict != .taken
        else { return nil }
        return Mention(.place, Int(words[index - 1].start)..<Int(words[index].end), .cue)
    }

    /// `9OO 000 031`: figures and letters that look like a nought or a one, and more figures behind.
    private func withLettersForNoughts(at index: Int) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .alphanumeric, index + 1 < words.count, words[index + 1].shape == .number,
            words[index + 1].gap == .space || words[index + 1].gap == .hyphen,
            answer.bytes[words[index].range].allSatisfy({ $0 &- 48 < 10 || "oOlI".utf8.contains($0) })
        else { return nil }
        let range = Int(words[index].start)..<Int(words[end(from: index + 1)].end)
        return answer.bytes[range].count { $0 != 32 && $0 != 45 } >= 6 ? Mention(.number, range, .unlisted) : nil
    }

    /// `P00-114-B`, `AB/12/345`: capitals and figures in one piece.
    private func chain(at index: Int) -> Mention? {
        let words = answer.words.all
        var first = index
        while first > 0, index - first < Self.reach, isLinked(words[first]), words[first - 1].verdict != .taken {
            first -= 1
        }
        var last = index
        while last + 1 < words.count, last - index < Self.reach, isLinked(words[last + 1]),
            words[last + 1].verdict != .taken
        { last += 1 }
        guard first < last else { return nil }
        let range = Int(words[first].start)..<Int(words[last].end)
        let text = answer.bytes[range]
        let digits = text.count { $0 &- 48 < 10 }
        let hasCapitals = words[first...last].contains {
            $0.shape == .upper || $0.shape == .initial
                || $0.shape == .alphanumeric && SignKind.of(answer.bytes[Int($0.start)]) == .upper
        }
        let isSmall = text.contains { SignKind.of($0) == .lower }
        guard hasCapitals, !isSmall, !words[first].classes.has(.law), !isSoles(first),
            digits >= 3 || digits >= 2 && last - first >= 2,
            !answer.hasCue(.law, before: range.lowerBound, within: 2),
            !words[first...last].contains(where: {
                $0.classes.has([.acronym, .allowed, .domain]) && $0.isWord && $0.count > 2
            })
        else { return nil }
        return Mention(.number, range, .unlisted)
    }

    /// `S/150`: the sign of Peru's currency.
    private func isSoles(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.count == 1 && answer.bytes[Int(word.start)] == UInt8(ascii: "S")
            && index + 1 < answer.words.all.count && answer.words.all[index + 1].gap == .slash
            && answer.words.all[index + 1].shape == .number
    }

    private func isLinked(_ word: Word) -> Bool { word.gap == .hyphen || word.gap == .slash || word.gap == .period }

    /// Numbers that follow one another without a word between them.
    func end(from index: Int) -> Int {
        let words = answer.words.all
        var last = index
        while last + 1 < words.count, last - index < Self.reach, words[last + 1].shape == .number,
            words[last + 1].gap.isDisjoint(with: [.line, .stop, .quote, .at, .colon]),
            !words[last + 1].gap.isSuperset(of: [.comma, .space])
        {
            last += 1
        }
        return last
    }

    private func isHarmless(_ first: Int, _ last: Int, _ digits: [UInt8]) -> Bool {
        let words = answer.words.all
        if Helplines.contains(digits, answer) { return true }
        let start = Int(words[first].start)
        let end = Int(words[last].end)
        if isYears(first, last) { return true }
        if answer.hasCue(.currency, before: start, within: 2) { return true }
        if last >= 3, OpeningHours.are(words[last - 3...last], in: answer) { return true }
        let isOfYear = isNumberOfYear(first, last)
        if digits.count <= 6 || isOfYear, answer.hasCue(.law, before: start, within: isOfYear ? 6 : 2) { return true }
        if isOfYear, CaseNumber.isOfGovernment(start..<end, answer) { return true }
        if sign(before: start, in: "$%") || sign(behind: end, in: "$%") { return true }
        if isGrouped(first, last), digits.count <= 6 || isRound(digits) { return true }
        return answer.hasCue([.currency, .unit, .person, .role], behind: end, within: 2)
    }

    /// `3/2019`, `1098 2006`, `009-2016`: a law's number and its year.
    private func isNumberOfYear(_ first: Int, _ last: Int) -> Bool {
        let words = answer.words.all
        if answer.bytes[Int(words[first].start)..<Int(words[last].end)].contains(UInt8(ascii: "/")) { return true }
        return last == first + 1 && words[first].count <= 4 && YearWords.isFigures(words[last], answer)
            && (words[last].gap == .space || words[last].gap == .hyphen)
    }

    /// `2019-2021`, `2019/20`, `2018, 2019`: years, or years shortened.
    private func isYears(_ first: Int, _ last: Int) -> Bool {
        let words = answer.words.all[first...last]
        guard first < last else { return false }
        if isMonthAndYear(words) { return true }
        return words.allSatisfy { word in
            let text = answer.bytes[word.range]
            return word.count == 4 && (text.starts(with: "19".utf8) || text.starts(with: "20".utf8)) || word.count <= 2
        } && words.first!.count == 4
    }

    /// `03/2020`
    private func isMonthAndYear(_ words: Stretch<Word>) -> Bool {
        guard words.count == 2, let month = words.first, month.count <= 2, let year = words.last,
            YearWords.isFigures(year, answer), year.gap == .slash || year.gap == .period || year.gap == .hyphen
        else { return false }
        return (1...12).contains(answer.digits(in: month.range).reduce(0) { $0 * 10 + Int($1) })
    }

    /// Thousands: `12,500`, `1.200.000`, `12 500`.
    private func isGrouped(_ first: Int, _ last: Int) -> Bool {
        let words = answer.words.all[first...last]
        guard first < last, words.first!.count <= 3 else { return false }
        let separators: [Word.Gap] = [.comma, .period, .space]
        return words.dropFirst().allSatisfy { $0.count == 3 && separators.contains($0.gap) }
    }

    /// `1.200.000`, but not `8 123 000`, which may be somebody's number: an amount is said in three figures and noughts.
    private func isRound(_ digits: [UInt8]) -> Bool { digits.dropFirst(3).allSatisfy { $0 == 0 } }

    private func sign(before place: Int, in signs: String) -> Bool {
        let range = max(0, place - 2)..<place
        return answer.bytes[range].contains { signs.utf8.contains($0) }
    }

    private func sign(behind place: Int, in signs: String) -> Bool {
        let range = place..<min(answer.bytes.count, place + 2)
        return answer.bytes[range].contains { signs.utf8.contains($0) }
    }

    /// `A12`, `profe92`; but `4th`, `24h`, `covid19`, `3x`, `B2`.
    private func unknownMix(_ word: Word, _ index: Int) -> Mention? {
        let text = answer.bytes[word.range]
        let digits = text.count { $0 &- 48 < 10 }
        if word.classes.has([.words, .allowed, .acronym]) { return nil }
        if digits <= 4, startsWithDigits(text) { return nil }
        if digits <= 2, word.count <= 3 { return nil }
        if digits <= 4, isRota(text) { return nil }
        if digits <= 3, word.count <= 4, SignKind.of(text.first!) == .upper, !isSomebodys(index) { return nil }
        if isListedWithNumber(text) { return nil }
        return Mention(.number, word.range, .unlisted)
    }

    /// `the child A123`, `badge K204`: a code right behind a person, or behind a word for a case or a document.
    private func isSomebodys(_ index: Int) -> Bool {
        guard index > 0, answer.words.all[index].gap.joins else { return false }
        let owners: WordClass = [.person, .role, .caseWord, .idWord, .namedWord]
        return answer.words.all[index - 1].classes.has(owners)
    }

    /// `7x24`, `15x15`: days on and off.
    private func isRota(_ text: Bytes) -> Bool {
        let parts = text.split { $0 | 0x20 == UInt8(ascii: "x") }
        return parts.count == 2 && parts.allSatisfy { $0.count <= 2 && $0.allSatisfy { $0 &- 48 < 10 } }
    }

    /// `4th`, `24h`, `15min`: digits, and at most five letters that are a word.
    private func startsWithDigits(_ text: Bytes) -> Bool {
        let tail = text.drop { $0 &- 48 < 10 }
        guard tail.count < text.count, tail.count <= 8, tail.allSatisfy({ !($0 &- 48 < 10) }) else { return false }
        let suffixes = [
            "st", "nd", "rd", "th", "h", "hs", "hrs", "x", "k", "m", "g", "am", "pm", "s", "yo", "min", "km", "mb",
            "gb", "er", "ro", "do", "to", "o", "a", "d",
        ]
        let letters = String(decoding: tail.map(WordHash.lower), as: UTF8.self)
        return suffixes.contains(letters) || isWord(tail)
    }

    /// `covid19`, `grade8`: a listed word, and digits.
    private func isListedWithNumber(_ text: Bytes) -> Bool {
        let head = text.prefix { !($0 &- 48 < 10) }
        let tail = text.dropFirst(head.count)
        return head.count >= 3 && tail.count <= 2 && tail.allSatisfy { $0 &- 48 < 10 } && isWord(head)
    }

    private func isWord(_ letters: Bytes) -> Bool {
        var hash = WordHash()
        for letter in letters { hash.add(WordHash.lower(letter)) }
        let classes = answer.lexicon.table[hash.value]
        return classes.has(.words) && !classes.has(.names)
    }
}
