import WeirCore
import WeirStudy

/// How many interviews of a block end how, country by country.
struct Composition {
    /// By the country's place in the study.
    private(set) var complete: [Int]
    private(set) var breakOff: [Int]
    private(set) var notEligible: [Int]

    /// Numbers of interviews that stand beside the started ones.
    static let testRecords = 7
    static let duplicates = 5
    static let untranslated = 9
    /// The untranslated answers whose translation repeats the original.
    static let echoed = 3

    /// The counts of a study that publishes none.
    private static let usual = (complete: 413, breakOff: 408, notEligible: 433)

    /// Reads the rows of `targets.csv` that count interviews; what they leave open follows the completes.
    init(rows: [SampleRow], questionnaire: Questionnaire) throws {
        let totals = try Totals(rows: rows, questionnaire: questionnaire)
        let even = [Int](repeating: 1, count: questionnaire.study.countries.count)
        complete = Self.spread(totals.complete ?? Self.usual.complete, known: totals.completeBy, weights: even)
        breakOff = Self.spread(totals.breakOff ?? Self.usual.breakOff, known: totals.breakOffBy, weights: complete)
        notEligible = Self.spread(
            totals.notEligible ?? Self.usual.notEligible, known: totals.notEligibleBy, weights: complete)
    }

    /// The number of started interviews with consent in a block.
    var started: Int { (complete + breakOff + notEligible).reduce(0, +) }

    /// Splits a total: known parts first, the rest by weight with the largest remainders.
    private static func spread(_ total: Int, known: [Int?], weights: [Int]) -> [Int] {
        let open = known.indices.filter { known[$0] == nil }
        let rest = max(0, total - known.compactMap { $0 }.reduce(0, +))
        let weight = max(1, open.reduce(0) { $0 + weights[$1] })
        var parts = known.indices.map { known[$0] ?? rest * weights[$0] / weight }
        let byRemainder = open.sorted { (rest * weights[$0] % weight, $1) > (rest * weights[$1] % weight, $0) }
        let left = open.isEmpty ? 0 : rest - open.reduce(0) { $0 + parts[$1] }
        for index in byRemainder.prefix(left) { parts[index] += 1 }
        return parts
    }

    /// The printed counts of interviews.
    private struct Totals {
        var complete: Int?
        var breakOff: Int?
        var notEligible: Int?
        var completeBy: [Int?]
        var breakOffBy: [Int?]
        var notEligibleBy: [Int?]

        init(rows: [SampleRow], questionnaire: Questionnaire) throws {
            let none = [Int?](repeating: nil, count: questionnaire.study.countries.count)
            (completeBy, breakOffBy, notEligibleBy) = (none, none, none)
            for row in rows {
                if row["question"] == "disposition" { try readDisposition(row, questionnaire) }
                let country = questionnaire.study.codebook.variables[questionnaire.countryVariable].name
                if row["question"] == country, let place = Self.country(row["codes"], questionnaire) {
                    completeBy[place] = try Self.count(row)
                }
            }
        }

        private mutating func readDisposition(_ row: SampleRow, _ questionnaire: Questionnaire) throws {
            let count = try Self.count(row)
            let place = Self.country(String(row["group"].suffix(2)), questionnaire)
            guard place != nil || row["group"] == "all" else { throw row.problem("group", expected: "all, country=BA") }
            switch (Disposition(word: row["codes"]), place) {
            case (.complete, nil): complete = count
            case (.breakOff, nil): breakOff = count
            case (.notEligible, nil): notEligible = count
            case (.complete, let place?): completeBy[place] = count
            case (.breakOff, let place?): breakOffBy[place] = count
            case (.notEligible, let place?): notEligibleBy[place] = count
            default: throw row.problem("codes", expected: "complete, break-off, not eligible")
            }
        }

        private static func country(_ letters: String, _ questionnaire: Questionnaire) -> Int? {
            questionnaire.study.countries.firstIndex { $0.country.letters == letters }
        }

        private static func count(_ row: SampleRow) throws -> Int {
            guard let count = Int(row["n"]), count >= 0 else { throw row.problem("n", expected: "0 …") }
            return count
        }
    }
}
