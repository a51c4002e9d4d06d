import Foundation
import WeirCore
import WeirStudy

/// One published count among a block's complete interviews.
struct Target {
    /// The people it is about.
    var group: Condition
    /// The answers that count, as a mask; `Questionnaire.noAnswer` for those who left the question out.
    var codes: UInt64
    /// How many of the group gave one of them.
    var count: Int
}

/// The published counts, by question, and the bands into which they cut numbers.
struct TargetTable {
    /// By the variable's place.
    private(set) var targets: [Int: [Target]] = [:]
    private(set) var composition: Composition
    /// For each number question, its bands in ascending order, in tenths.
    private(set) var bands: [Int: [ClosedRange<Int64>]] = [:]

    private static let columns = ["id", "group", "question", "row", "codes", "n"]

    /// Reads `sample/targets.csv`; without it every answer is equally likely.
    init(questionnaire: Questionnaire, folder: URL) throws {
        let rows = try SampleTable("targets.csv", in: folder, columns: Self.columns)?.rows ?? []
        let questions = rows.filter { $0["question"] != "disposition" }
        composition = try Composition(rows: rows, questionnaire: questionnaire)
        bands = Bands.all(of: questionnaire, ranges: try questions.map { try Self.range($0, questionnaire) })
        for row in questions {
            let (variable, target) = try target(row, questionnaire)
            targets[variable, default: []].append(target)
        }
    }

    private static func variable(_ row: SampleRow, _ questionnaire: Questionnaire) throws -> Int {
        let name = row["row"].isEmpty ? row["question"] : row["question"] + "_" + row["row"]
        if let index = questionnaire.study.codebook.index(of: name) { return index }
        throw row.problem("question", .studyUnknownVariable, expected: name)
    }

    /// The range of a number question that a row names, nil when it names categories.
    private static func range(
        _ row: SampleRow, _ questionnaire: Questionnaire
    ) throws -> (variable: Int, range: ClosedRange<Int64>)? {
        guard let dots = row["codes"].firstRange(of: "..") else { return nil }
        guard let low = Int64(row["codes"][..<dots.lowerBound]), let high = Int64(row["codes"][dots.upperBound...]),
            low <= high
        else { throw row.problem("codes", expected: "1..100") }
        return (try variable(row, questionnaire), low * 10...high * 10)
    }

    /// A count of people who gave several answers is met at the one asked last, among those who gave the others.
    private func target(_ row: SampleRow, _ questionnaire: Questionnaire) throws -> (variable: Int, Target) {
        guard let count = Int(row["n"]), count >= 0 else { throw row.problem("n", expected: "0 …") }
        let question = try Self.variable(row, questionnaire)
        var answers = try Self.group(row, questionnaire)
        answers.append((question, try codes(row, of: question, questionnaire)))
        answers.sort { $0.variable < $1.variable }
        let (last, codes) = answers.removeLast()
        if last != question, bands[question] != nil || row["codes"].contains("-") && row["codes"].utf8.count == 1 {
            throw row.problem("group", expected: "questions asked before \(row["question"])")
        }
        let group = answers.reduce(Condition.everyone) { group, answer in
            .and(group, .chosen(variable: answer.variable, categories: answer.mask))
        }
        return (last, Target(group: group, codes: codes, count: count))
    }

    private func codes(_ row: SampleRow, of variable: Int, _ questionnaire: Questionnaire) throws -> UInt64 {
        if let (_, range) = try Self.range(row, questionnaire) {
            return Bands.mask(of: range, in: bands[variable] ?? [])
        }
        return try row.list("codes", separator: "|").reduce(into: UInt64(0)) { mask, name in
            mask |= name == "-" ? Questionnaire.noAnswer : try Self.mask(of: name, in: variable, row, questionnaire)
        }
    }

    private static func mask(
        of category: String, in variable: Int, _ row: SampleRow, _ questionnaire: Questionnaire
    ) throws -> UInt64 {
        let definition = questionnaire.study.codebook.variables[variable]
        guard let place = definition.categories.firstIndex(where: { $0.name == category }) else {
            throw row.problem("codes", .studyUnknownCategory, expected: "\(definition.name): \(category)")
        }
        return 1 << UInt64(place)
    }

    /// `all`, or answers such as `country=BA;support_boys=yes`.
    private static func group(
        _ row: SampleRow, _ questionnaire: Questionnaire
    ) throws -> [(variable: Int, mask: UInt64)] {
        if row["group"] == "all" { return [] }
        return try row.list("group", separator: ";").map { part in
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, let index = questionnaire.study.codebook.index(of: words[0]) else {
                throw row.problem("group", .studyUnknownVariable, expected: part)
            }
            return (index, try mask(of: words[1], in: index, row, questionnaire))
        }
    }
}

/// Number questions cut where targets and universes need it, so that a band can be treated like a category.
enum Bands {
    static func all(
        of questionnaire: Questionnaire, ranges: [(variable: Int, range: ClosedRange<Int64>)?]
    ) -> [Int: [ClosedRange<Int64>]] {
        var bands: [Int: [ClosedRange<Int64>]] = [:]
        for (index, question) in questionnaire.questions.enumerated() {
            guard case .number(let range) = question.kind else { continue }
            let wanted = ranges.compactMap { $0 }.filter { $0.variable == index }.map(\.range)
            let limits = questionnaire.questions.flatMap { $0.universe.limits(of: index) }
            bands[index] = cut(range, at: wanted + limits.map { $0...$0 })
        }
        return bands
    }

    /// Cuts a range of whole numbers before the first and behind the last number of each part.
    private static func cut(_ whole: ClosedRange<Int64>, at parts: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        let starts = Set(parts.flatMap { [$0.lowerBound, $0.upperBound + 10] } + [whole.lowerBound])
            .filter(whole.contains).sorted()
        return starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] - 10 : whole.upperBound
            return starts[index]...end
        }
    }

    static func mask(of range: ClosedRange<Int64>, in bands: [ClosedRange<Int64>]) -> UInt64 {
        bands.indices.reduce(into: 0) { mask, place in
            if range.contains(bands[place].lowerBound) { mask |= 1 << UInt64(place) }
        }
    }
}
