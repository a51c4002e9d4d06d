public import Foundation
import WeirCore
import WeirRecord
public import WeirReport

/// Compares two data sets: rows by country and disposition, variables, mappings by their effect, risk.
public struct DataSetComparison {
    /// A folder that is no data set with a description of itself.
    public struct NoDataSet: Error {
        /// The folder.
        public let folder: String
    }

    private let before, after: ComparedDataSet
    /// Nil between releases, and where only one is one: every release has names of its own for its rows.
    private let rows: RowComparison?

    /// - Throws: `NoDataSet`, or what the file system says.
    public init(before: URL, after: URL) throws {
        guard let left = ComparedDataSet(before) else { throw NoDataSet(folder: before.path) }
        guard let right = ComparedDataSet(after) else { throw NoDataSet(folder: after.path) }
        (self.before, self.after) = (left, right)
        let haveSameNames = left.provenance.isInternal && right.provenance.isInternal
        rows = haveSameNames ? try RowComparison(left, right) : nil
    }

    /// What is different.
    public var report: DifferenceReport {
        let isInternal = before.provenance.isInternal || after.provenance.isInternal
        return DifferenceReport(
            title: after.provenance.title, before: before.summary, after: after.summary,
            caution: isInternal
                ? "Counts are exact. This must not leave the house."
                : "Both are releases: every number here is in them already.",
            sentences: [rowSentence, countrySentence, variableSentence, mappingSentence, riskSentence],
            tables: [countryTable, dispositionTable, variableTable, mappingTable, riskTable])
    }

    private static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : String(number) }

    private static func sum(_ counts: [String: Int]?) -> Int { counts?.values.reduce(0, +) ?? 0 }

    // MARK: Rows

    private var rowSentence: String {
        let (left, right) = (before.provenance.rows, after.provenance.rows)
        let change = right == left ? "as many as before" : "\(Self.signed(right - left)) against before"
        guard let rows else {
            return "There are \(Self.counted(right, "row")), \(change); releases share no names of rows."
        }
        return
            "There are \(Self.counted(right, "row")), \(change): \(Self.sum(rows.come)) came, \(Self.sum(rows.gone)) went, "
            + "and \(rows.changedRows) of the \(Self.sum(rows.kept)) that stayed changed."
    }

    private var countrySentence: String {
        guard rows != nil else { return "Countries are not compared: a release tells no uploads." }
        let moved = countries.filter { $0.cells[0] != $0.cells[1] || $0.cells[4] > 0 }
        if moved.isEmpty { return "No country's rows changed." }
        let largest = moved.max {
            abs($0.cells[1] - $0.cells[0]) + $0.cells[4] < abs($1.cells[1] - $1.cells[0]) + $1.cells[4]
        }
        let others = countries.count - moved.count
        return "\(Self.counted(moved.count, "country", "countries")) changed, most of all \(largest?.name ?? ""); "
            + "\(Self.counted(others, "country", "countries")) stayed as \(others == 1 ? "it was" : "they were")."
    }

    /// For each country: rows before, rows after, rows that came, went and changed in some cell at least.
    private var countries: [(name: String, cells: [Int])] {
        guard let rows else { return [] }
        let names = before.countryNames.merging(after.countryNames) { _, name in name }
        let codes = Set(rows.gone.keys).union(rows.come.keys).union(rows.kept.keys)
        return codes.map { code in
            let (gone, come, kept) = (rows.gone[code] ?? 0, rows.come[code] ?? 0, rows.kept[code] ?? 0)
            let cells = rows.changed.values.reduce(0) { $0 + ($1[code] ?? 0) }
            return (names[code] ?? code, [kept + gone, kept + come, come, gone, cells])
        }.sorted { $0.name < $1.name }
    }

    private var countryTable: DifferenceReport.Table {
        DifferenceReport.Table(
            title: "Rows by country",
            note: "Complete interviews in the two tables, and cells that are not the same in rows of both.",
            columns: ["country", "before", "after", "came", "went", "cells changed"],
            rows: countries.map { [$0.name] + $0.cells.map(String.init) })
    }

    /// Uploaded rows by country and disposition.
    private static func dispositions(_ data: ComparedDataSet) -> [String: [String: Int]] {
        data.provenance.uploads.reduce(into: [:]) { counts, upload in
            counts[upload.country, default: [:]].merge(upload.rows, uniquingKeysWith: +)
        }
    }

    private var dispositionTable: DifferenceReport.Table {
        let (left, right) = (Self.dispositions(before), Self.dispositions(after))
        let lines = Set(left.keys).union(right.keys).sorted().flatMap { country -> [[String]] in
            let (was, now) = (left[country] ?? [:], right[country] ?? [:])
            return Set(was.keys).union(now.keys).sorted().compactMap { word in
                let (old, new) = (was[word] ?? 0, now[word] ?? 0)
                return old == new ? nil : ["\(country) \(word)", String(old), String(new), Self.signed(new - old)]
            }
        }
        return DifferenceReport.Table(
            title: "Uploaded rows by country and disposition",
            note: "Only what is not the same; replaced uploads count as superseded.",
            columns: ["country, disposition", "before", "after", "difference"], rows: lines)
    }

    // MARK: Variables

    private var variables: (come: [String], gone: [String], other: [(name: String, words: String)]) {
        let left = Dictionary(before.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let right = Dictionary(after.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let other = after.fields.compactMap { field in
            left[field.name].flatMap { $0 == field ? nil : (field.name, Self.difference($0, field)) }
        }
        return (
            after.fields.map(\.name).filter { left[$0] == nil }, before.fields.map(\.name).filter { right[$0] == nil },
            other
        )
    }

    private static func difference(_ left: ComparedDataSet.Field, _ right: ComparedDataSet.Field) -> String {
        var words: [String] = []
        if left.type != right.type { words.append("type \(left.type) → \(right.type)") }
        if left.title != right.title { words.append("wording") }
        if left.universe != right.universe { words.append("who is asked") }
        if left.categories != right.categories { words.append("categories") }
        return words.isEmpty ? "description" : words.joined(separator: ", ")
    }

    private var variableSentence: String {
        let found = variables
        if found.come.isEmpty, found.gone.isEmpty, found.other.isEmpty {
            return "Both have the same \(Self.counted(after.fields.count, "column"))."
        }
        return "\(Self.counted(found.come.count, "column")) came, \(found.gone.count) went, "
            + "\(found.other.count) changed in what \(found.other.count == 1 ? "it means" : "they mean")."
    }

    private var variableTable: DifferenceReport.Table {
        let found = variables
        return DifferenceReport.Table(
            title: "Columns", note: "By their names in the table.", columns: ["column", "what changed"],
            rows: found.come.map { [$0, "came"] } + found.gone.map { [$0, "went"] }
                + found.other.map { [$0.name, $0.words] },
            hasWords: true)
    }

    // MARK: Mappings

    private var mappings: MappingComparison {
        MappingComparison(before.provenance.mappings, after.provenance.mappings)
    }

    /// Cells of a question's columns that are not the same in rows of both.
    private func effect(on variable: String) -> Int {
        let columns = after.fields.filter { $0.variable == variable }.map(\.name)
        return columns.reduce(0) { $0 + Self.sum(rows?.changed[$1]) }
    }

    private var mappingSentence: String {
        let changed = mappings.byVariable
        guard let most = changed.keys.max(by: { (effect(on: $0), $1) < (effect(on: $1), $0) }) else {
            return "The crosswalks are the same."
        }
        let lines = changed.values.reduce(0) { $0 + $1.lines.count }
        let cells = changed.keys.reduce(0) { $0 + effect(on: $1) }
        return
            "\(Self.counted(lines, "line")) of the crosswalks changed, for \(Self.counted(changed.count, "question")); "
            + "\(Self.counted(cells, "cell")) of their columns changed, most in \(most) (\(effect(on: most)))."
    }

    private var mappingTable: DifferenceReport.Table {
        let changed = mappings.byVariable.sorted { (effect(on: $1.key), $0.key) < (effect(on: $0.key), $1.key) }
        let lines = changed.flatMap { variable, change in
            change.lines.map { [variable, String(effect(on: variable)), $0] }
        }
        return DifferenceReport.Table(
            title: "Mappings by their effect",
            note:
                "Lines of the crosswalks, with the cells of the question's columns that are not the same in rows of both.",
            columns: ["question", "cells changed", "line"], rows: lines, hasWords: true)
    }

    // MARK: Risk

    private var risks: [(name: String, before: Int?, after: Int?)] {
        let names = Set(before.provenance.stages.keys).union(after.provenance.stages.keys).filter {
            $0.hasPrefix("protect, ")
        }
        return names.sorted().flatMap { stage -> [(String, Int?, Int?)] in
            let (was, now) = (before.provenance.stages[stage] ?? [:], after.provenance.stages[stage] ?? [:])
            return Set(was.keys).union(now.keys).sorted().map { count in
                ("\(stage.dropFirst("protect, ".count)): \(count)", was[count], now[count])
            }
        }
    }

    private var riskSentence: String {
        let changed = risks.filter { $0.before != $0.after }
        guard let first = changed.first(where: { $0.name == "strict: k below 5" }) ?? changed.first else {
            return "The measured risk is the same."
        }
        let words = { (number: Int?) in number.map(String.init) ?? "not measured" }
        return "\(changed.count) of \(Self.counted(risks.count, "figure")) about risk changed, such as \(first.name): "
            + "\(words(first.before)) before, \(words(first.after)) after."
    }

    private var riskTable: DifferenceReport.Table {
        DifferenceReport.Table(
            title: "Risk",
            note:
                "Classes over the declared keys, under both readings of missing values; in a release, what is suppressed.",
            columns: ["figure", "before", "after"],
            rows: risks.map { [$0.name, $0.before.map(String.init) ?? "–", $0.after.map(String.init) ?? "–"] })
    }
}
