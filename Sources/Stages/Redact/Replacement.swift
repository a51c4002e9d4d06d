/// What stands in place of a mention under a study's policy.
struct Replacement: Sendable {
    private let policy: RedactionPolicy
    private let places: PlaceCountries?

    /// - Parameter countries: the names of countries by their letters.
    init(policy: RedactionPolicy, countries: [String: String]) {
        self.policy = policy
        places = policy[.place] == .generalise ? PlaceCountries(names: countries) : nil
    }

    /// Appends a text with its mentions replaced.
    func append(_ text: UnsafeBufferPointer<UInt8>, _ mentions: [Mention], to output: inout [UInt8]) {
        var at = 0
        for mention in mentions where policy[mention.kind] != .keep {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: text[at..<mention.range.lowerBound]))
            if policy[mention.kind] == .generalise {
                output.append(contentsOf: replacement(of: mention, in: text).utf8)
            } else {
                Masking.append(mention, to: &output)
            }
            at = mention.range.upperBound
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[at...]))
    }

    /// Where nothing coarser can be told for sure, the mention is masked.
    func replacement(of mention: Mention, in text: UnsafeBufferPointer<UInt8>) -> String {
        guard policy[mention.kind] == .generalise, mention.range.count <= 64 else { return Masking.mask(mention) }
        let bytes = Array(text[mention.range])
        let coarser: String? =
            switch mention.kind {
            case .age: AgeBand.of(WrittenParts(bytes))
            case .date: MonthOfDate.of(WrittenParts(bytes))
            case .place: places?.country(of: bytes).map { "PLACE IN \($0)" }
            default: nil
            }
        return coarser.map { "[\($0)]" } ?? Masking.mask(mention)
    }
}

/// The numbers and words of a mention, in small letters.
struct WrittenParts {
    let numbers: [Substring]
    let words: [Substring]

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        numbers = text.split { !($0.isASCII && $0.isNumber) }
        words = text.split { !$0.isLetter }
    }
}

/// Five years of age: `AGE 10-14`.
enum AgeBand {
    private static let units = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    static func of(_ parts: WrittenParts) -> String? {
        // An age in months or weeks is no number of years.
        let counts = parts.words.contains { $0.hasPrefix("month") || $0.hasPrefix("week") || $0.hasPrefix("day") }
        guard !counts, let age = age(parts) else { return nil }
        return age >= 85 ? "AGE 85 OR MORE" : "AGE \(age / 5 * 5)-\(age / 5 * 5 + 4)"
    }

    private static func age(_ parts: WrittenParts) -> Int? {
        let spelled = parts.words.compactMap(number)
        if parts.numbers.count == 1, spelled.isEmpty { return Int(parts.numbers[0]).flatMap { $0 <= 120 ? $0 : nil } }
        guard parts.numbers.isEmpty else { return nil }
        if spelled.count == 2, spelled[0] >= 20, spelled[1] < 10 { return spelled[0] + spelled[1] }
        return spelled.count == 1 ? spelled[0] : nil
    }

    private static func number(_ word: Substring) -> Int? {
        units.firstIndex(of: String(word)) ?? tens.firstIndex(of: String(word)).map { 10 * $0 + 20 }
    }
}

/// The month of a date: `MARCH 2021`, or `MARCH` where no year stands. A date in figures of which nobody can tell the
/// month from the day has none.
enum MonthOfDate {
    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    static func of(_ parts: WrittenParts) -> String? {
        let months = parts.words.compactMap(month)
        let years = parts.numbers.filter { $0.count == 4 }
        guard months.count <= 1, years.count <= 1, let month = months.first ?? inFigures(parts.numbers) else {
            return nil
        }
        // Other numbers of more than two digits are not understood.
        guard parts.numbers.allSatisfy({ $0.count <= 2 || $0.count == 4 }) else { return nil }
        return ([names[month - 1].uppercased()] + years.map(String.init)).joined(separator: " ")
    }

    private static func month(_ word: Substring) -> Int? {
        guard word.count >= 3 else { return nil }
        return names.firstIndex { $0 == word || word.count <= 4 && $0.hasPrefix(word) }.map { $0 + 1 }
    }

    private static func inFigures(_ numbers: [Substring]) -> Int? {
        guard numbers.count == 3 else { return nil }
        let values = numbers.compactMap { Int($0) }
        if numbers[0].count == 4 { return valid(values[1]) }
        guard numbers[2].count == 4 else { return nil }
        if values[0] > 12 || values[0] == values[1] { return valid(values[1]) }
        return values[1] > 12 ? valid(values[0]) : nil
    }

    private static func valid(_ month: Int) -> Int? { (1...12).contains(month) ? month : nil }
}

/// The country of places that the lists know in one country only.
struct PlaceCountries: Sendable {
    private var countries: [UInt64: String] = [:]
    private let names: [String: String]

    init(names: [String: String]) {
        self.names = names
        var known: [UInt64: String] = [:]
        Lists.places.forEachLine { line in
            guard let key = Self.key(Array(line.word)) else { return }
            let country = String(decoding: line.note, as: UTF8.self)
            known[key] = known[key, default: country] == country ? country : ""
        }
        countries = known
    }

    /// The country's name in capitals; nil for a place that is unknown or found in two countries.
    func country(of place: [UInt8]) -> String? {
        Self.key(place).flatMap { countries[$0] }.flatMap { names[$0] }?.uppercased()
    }

    private static func key(_ place: [UInt8]) -> UInt64? {
        var folded = FoldedText()
        guard place.withUnsafeBufferPointer({ folded.fold($0) }) else { return nil }
        let words = Words(folded).keys.map(\.folded.value)
        return words.first.map { words.dropFirst().reduce($0, WordHash.joined) }
    }
}
