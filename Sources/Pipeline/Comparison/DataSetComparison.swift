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

    /// One of the two is internal and the other a release: its rows have other names, its cells are protected, and it tells
    /// neither uploads nor mappings. What differs between them says nothing.
    public struct Unlike: Error {
        /// The internal one, and the release.
        public let inside, release: String
    }

    private let before, after: ComparedDataSet
    /// Nil between releases: every release has names of its own for its rows.
    private let rows: RowComparison?
    /// Rows by the code of the country in the tables of two releases; nil where one of them does not tell it.
    private let released: (before: [String: Int], after: [String: Int])?

    /// - Throws: `NoDataSet`, `Unlike`, or what the file system says.
    public init(before: URL, after: URL) throws {
        guard let left = ComparedDataSet(before) else { throw NoDataSet(folder: before.path) }
        guard let right = ComparedDataSet(after) else { throw NoDataSet(folder: after.path) }
        guard left.provenance.isInternal == right.provenance.isInternal else {
            let isFirst = left.provenance.isInternal
            throw Unlike(inside: (isFirst ? before : after).path, release: (isFirst ? after : before).path)
        }
        (self.before, self.after) = (left, right)
        rows = left.provenance.isInternal ? try RowComparison(left, right) : nil
        let counts = rows == nil ? (try left.rowsByCountry(), try right.rowsByCountry()) : (nil, nil)
        released = counts.0.flatMap { before in counts.1.map { (before, $0) } }
    }

    /// What is different.
    public var report: DifferenceReport {
        DifferenceReport(
            title: after.provenance.title, before: before.summary, after: after.summary,
            caution: rows != nil
                ? "Counts are exact. This must not leave the house."
                : "Both are releases: every number here is in them already.",
            sentences: [rowSentence, countrySentence, variableSentence, mappingSentence, riskSentence],
            tables: rows != nil
                ? [countryTable, dispositionTable, variableTable, mappingTable, riskTable]
                : [releasedTable, variableTable, definitionTable, riskTable])
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
        guard rows != nil else { return releasedSentence }
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

    /// Rows of two releases by what they tell of the country.
    private var releasedCountries: [(name: String, before: Int, after: Int)] {
        guard let released else { return [] }
        let names = before.countryNames.merging(after.countryNames) { _, name in name }
        let reasons = MissingReason.allCases.map { (String($0.rawValue), $0.label) }
        let words = names.merging(reasons) { first, _ in first }
        return Set(released.before.keys).union(released.after.keys).map { code in
            (words[code] ?? code, released.before[code] ?? 0, released.after[code] ?? 0)
        }.sorted { $0.name < $1.name }
    }

    private var releasedSentence: String {
        guard released != nil else { return "Countries are not compared: the releases do not tell them." }
        let moved = releasedCountries.filter { $0.before != $0.after }
        guard let largest = moved.max(by: { abs($0.after - $0.before) < abs($1.after - $1.before) }) else {
            return "Every country has as many rows as before."
        }
        return "\(Self.counted(moved.count, "country has", "countries have")) another number of rows, most of all "
            + "\(largest.name): \(largest.before) before, \(largest.after) after."
    }

    private var releasedTable: DifferenceReport.Table {
        DifferenceReport.Table(
            title: "Rows by country", note: "As the two tables tell the country.",
            columns: ["country", "before", "after", "difference"],
            rows: releasedCountries.map {
                [$0.name, String($0.before), String($0.after), Self.signed($0.after - $0.before)]
            })
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

    /// The files of the definition that are not the same, by their digests: all that a release tells of them.
    private var definitions: [String] {
        let (left, right) = (before.provenance.definitions, after.provenance.definitions)
        return Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
    }

    private var definitionSentence: String {
        let countries = definitions.filter { $0.hasPrefix("crosswalks/") }
            .map { String($0.dropFirst("crosswalks/".count).prefix { $0 != "." }) }
        if countries.isEmpty { return "The crosswalks are the same." }
        let subject = countries.count == 1 ? "The crosswalk of" : "The crosswalks of"
        return "\(subject) \(countries.joined(separator: ", ")) changed; a release does not tell which lines."
    }

    private var definitionTable: DifferenceReport.Table {
        let (left, right) = (before.provenance.definitions, after.provenance.definitions)
        return DifferenceReport.Table(
            title: "Files of the study's definition", note: "By their digests: releases do not tell their lines.",
            columns: ["file", "what changed"],
            rows: definitions.map { [$0, left[$0] == nil ? "new" : right[$0] == nil ? "gone" : "another"] },
            hasWords: true)
    }

    private var mappingSentence: String {
        guard rows != nil else { return definitionSentence }
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
