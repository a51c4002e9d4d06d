import WeirCore
import WeirProtect
import WeirState
import WeirStudy

/// Answers that are others in the data set than in the rows that earlier releases, of whatever profile, were made from,
/// because uploads or the study's definition were corrected since. Those rows stay as they were, and whoever signs should
/// know that they do.
struct CorrectedAnswers {
    /// A question, and of how many rows its answer was corrected.
    struct Question {
        var variable: String
        var rows: Int
    }

    /// The questions with such answers, in the codebook's order.
    var questions: [Question] = []

    /// In words for the house.
    var said: String? {
        guard !questions.isEmpty else { return nil }
        let counts = questions.map { "\($0.variable): \($0.rows == 1 ? "1 row" : "\($0.rows) rows")" }
        return
            "Answers were corrected since earlier releases were made, in the uploads or by the study's definition. The rows that "
            + "those were made from stay as they were (\(counts.joined(separator: ", ")))."
    }

    /// The same on a page that leaves: of how many rows, and which questions, would tell of few.
    var printed: String? {
        questions.isEmpty
            ? nil
            : "Answers were corrected since earlier releases were made. The rows that those were made from stay as they were: "
                + "the corrections are not in this release."
    }
}

/// What rows tell, held against what the data set has by now.
struct ToldAnswers {
    let schema: Schema
    let hierarchies: [Int: Hierarchy]

    /// What an earlier release has of some rows.
    struct Released {
        /// Who is in it.
        var pseudonyms: Set<String>
        /// The numbers of which it tells means, by their place and the row's pseudonym; none in a release of a weir that did
        /// not keep them.
        var averaged: [Int: [String: Double]]
    }

    /// - Parameters:
    ///   - rows: what is released now.
    ///   - given: what the data set has.
    ///   - earlier: releases, the oldest first.
    func corrected(
        _ rows: ProtectionChain.Basis, _ given: (pseudonyms: [String], table: MicroTable), since earlier: [Released]
    ) -> CorrectedAnswers {
        let places = Dictionary(
            zip(given.pseudonyms, given.pseudonyms.indices), uniquingKeysWith: { first, _ in first })
        let settled: [(told: Int, now: Int)] = rows.pseudonyms.enumerated().compactMap { row, name in
            guard let place = places[name], earlier.contains(where: { $0.pseudonyms.contains(name) }) else {
                return nil
            }
            return (row, place)
        }
        var corrected: [Int: Set<Int>] = [:]
        for column in rows.layout.columns {
            let first = firstNumbers(column, earlier)
            for (row, place) in settled
            where isCorrected(column, rows, row, given.table, place, first: { first?[rows.pseudonyms[row]] }) {
                corrected[column.variable, default: []].insert(row)
            }
        }
        return CorrectedAnswers(
            questions: corrected.sorted { $0.key < $1.key }.map { variable, rows in
                .init(variable: schema.codebook.variables[variable].name, rows: rows.count)
            })
    }

    /// The numbers behind means as they were when each row was first released; nil for a column that tells no means.
    private func firstNumbers(_ column: DataColumn, _ earlier: [Released]) -> [String: Double]? {
        guard case .number(let place) = column.kind, schema.codebook.variables[column.variable].isAveraged else {
            return nil
        }
        return earlier.reduce(into: [:]) { all, release in
            all.merge(release.averaged[place] ?? [:], uniquingKeysWith: { first, _ in first })
        }
    }

    private func isCorrected(
        _ column: DataColumn, _ rows: ProtectionChain.Basis, _ row: Int, _ given: MicroTable, _ place: Int,
        first: () -> Double?
    ) -> Bool {
        switch column.kind {
        case .code(let code):
            guard let told = rows.table.codes[code]?[row], let now = given.codes[code]?[place] else { return false }
            return told != now && contradicts(told, now, column.variable)
        case .number(let number):
            guard let told = rows.table.numbers[number]?[row], let now = given.numbers[number]?[place],
                told != Double(MissingReason.suppressed.rawValue)
            else { return false }
            // A mean is nobody's own number.
            let isMean = schema.codebook.variables[column.variable].isAveraged
            return isMean ? first().map { $0 != now } ?? false : told != now
        case .text: return false
        }
    }

    /// Whether what is told of a row is no longer what its answer is told as. A suppressed cell tells no answer, nor does a
    /// group of all categories.
    func contradicts(_ told: UInt16, _ answer: UInt16, _ variable: Int) -> Bool {
        guard told != answer, told != MissingReason.suppressed.rawValue else { return false }
        let levels = hierarchies[variable]?.levels ?? []
        if let last = levels.last, last.count == 1, last[0].code == told { return false }
        return !levels.joined().contains { $0.code == told && $0.members.contains(answer) }
    }
}

extension Variable {
    /// Whether releases tell means of it, because it is a number about children.
    var isAveraged: Bool { type.isNumeric && role == .case }
}

extension EarlierReleases {
    /// What stands behind the name of a column of numbers as they were given.
    private static let given = ".given"

    /// The releases of all profiles and the finer tables that they were made from, the oldest first.
    /// - Parameter id: the release that is being made, which is not held against itself when it is made again.
    func released(_ entries: [ReleaseEntry], but id: String) throws -> [ToldAnswers.Released] {
        try entries.filter { $0.id.prefix { $0 != "." } != id }.map { entry in
            var scan = try RecordScan(state.releasedTable(entry.id))
            let (names, table) = try AnswerRows(schema: schema, suffix: Self.given)
                .read(&scan, first: "pseudonym", isWhole: false)
            return ToldAnswers.Released(
                pseudonyms: Set(names),
                averaged: table.numbers.mapValues {
                    Dictionary(zip(names, $0), uniquingKeysWith: { first, _ in first })
                })
        }
    }

    /// The numbers behind the means of a release, which are kept with it: nothing else says later which of them were
    /// corrected.
    func averaged(
        _ rows: ProtectionChain.Basis, _ given: (pseudonyms: [String], table: MicroTable)
    ) -> [(header: String, numbers: [Double])] {
        let places = Dictionary(
            zip(given.pseudonyms, given.pseudonyms.indices), uniquingKeysWith: { first, _ in first })
        return rows.layout.columns.compactMap { column in
            guard case .number(let place) = column.kind, schema.codebook.variables[column.variable].isAveraged,
                let numbers = given.table.numbers[place]
            else { return nil }
            let suppressed = Double(MissingReason.suppressed.rawValue)
            return (column.name + Self.given, rows.pseudonyms.map { places[$0].map { numbers[$0] } ?? suppressed })
        }
    }
}
