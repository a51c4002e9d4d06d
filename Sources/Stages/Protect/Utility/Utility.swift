public import WeirCore

/// What a release keeps of what the reports print: recomputed from the rows before and after.
public struct Utility: Sendable {
    /// A printed percentage.
    public struct Percentage: Sendable {
        /// The figure's name.
        public var id: String
        /// Of those who answered, how many in a hundred gave the answer, before and after.
        public var before: Double
        /// The same after.
        public var after: Double
        /// How many answered after.
        public var base: Int

        /// How far it moved, in points.
        public var shift: Double { abs(after - before) }
    }

    /// A printed test.
    public struct Test: Sendable {
        /// The figure's name.
        public var id: String
        /// Whether the difference counts as real (p < 0.05) before and after.
        public var before: Bool
        /// The same after.
        public var after: Bool

        /// Whether whoever reads the release concludes the same.
        public var isKept: Bool { before == after }
    }

    /// The percentages that can be computed from both tables.
    public var percentages: [Percentage] = []
    /// Printed percentages that the release cannot tell any more.
    public var lostPercentages = 0
    /// The tests that can be computed from both tables.
    public var tests: [Test] = []
    /// Printed tests that the release cannot tell any more.
    public var lostTests = 0

    /// The largest shift of a percentage.
    public var largest: Percentage? {
        percentages.max { ($0.shift, $1.id) < ($1.shift, $0.id) }
    }

    /// Compares two tables of one layout.
    public init(
        margins: [PublishedMargin], tests: [PublishedTest], before: MicroTable, after: MicroTable,
        layout: ReleaseLayout, full: ReleaseLayout
    ) {
        let (old, new) = (Reading(table: before, layout: full), Reading(table: after, layout: layout))
        for margin in margins where margin.isAnswerKnown && margin.most == nil {
            guard let was = old.share(margin) else { continue }
            if let now = new.share(margin), now.base > 0 {
                percentages.append(Percentage(id: margin.id, before: was.percent, after: now.percent, base: now.base))
            } else {
                lostPercentages += 1
            }
        }
        for test in tests {
            guard let was = old.probability(test) else { continue }
            if let now = new.probability(test) {
                self.tests.append(Test(id: test.id, before: was < 0.05, after: now < 0.05))
            } else {
                lostTests += 1
            }
        }
    }
}

/// Counts in a table what a figure asks.
private struct Reading {
    let table: MicroTable
    let layout: ReleaseLayout

    private static let firstMissing = Double(MissingReason.codes.lowerBound)

    /// Nil when the table lacks a variable, or has it in other categories.
    func share(_ margin: PublishedMargin) -> (percent: Double, base: Int)? {
        guard let answer = column(margin.answer) else { return nil }
        let groups = margin.group.map { ($0, column($0)) }
        guard groups.allSatisfy({ $0.1 != nil }) else { return nil }
        var base = 0
        var count = 0
        for row in 0..<table.rows {
            guard groups.allSatisfy({ holds($0.0, $0.1, row) }) else { continue }
            let value = table.value(answer.kind, row)
            let isBlank = margin.answer.codes == [MissingReason.noAnswer.rawValue]
            guard value < Self.firstMissing || isBlank && value == Double(MissingReason.noAnswer.rawValue) else {
                continue
            }
            base += 1
            if holds(margin.answer, answer, row) { count += 1 }
        }
        return base == 0 ? nil : (100 * Double(count) / Double(base), base)
    }

    private func column(_ condition: PublishedMargin.Condition) -> DataColumn? {
        let columns = layout.ofVariable[condition.variable] ?? []
        guard let column = condition.option.map({ option in columns.first { $0.category == option } }) ?? columns.first
        else { return nil }
        return condition.range != nil || isInCategories(column) ? column : nil
    }

    /// Whether the values are the categories as asked, or numbers.
    private func isInCategories(_ column: DataColumn) -> Bool {
        guard case .code(let place) = column.kind, column.category == nil else { return true }
        let asked = Set(layout.schema.codebook.variables[column.variable].categories.map(\.code))
        return (table.codes[place] ?? []).allSatisfy { $0.isMissing || asked.contains($0) }
    }

    private func holds(_ condition: PublishedMargin.Condition, _ column: DataColumn?, _ row: Int) -> Bool {
        guard let column else { return false }
        let value = table.value(column.kind, row)
        if let range = condition.range { return range.contains(value) }
        return condition.codes.contains(UInt16(value))
    }

    func probability(_ test: PublishedTest) -> Double? {
        guard let answer = column(test.answer), let by = column(.init(variable: test.by)) else { return nil }
        let pairs = (0..<table.rows).map { (table.value(by.kind, $0), table.value(answer.kind, $0)) }
            .filter { $0 < Self.firstMissing && $1 < Self.firstMissing }
        let groups = Set(pairs.map(\.0)).sorted()
        switch test.kind {
        case .anova: return Statistics.anova(groups.map { group in pairs.filter { $0.0 == group }.map(\.1) })
        case .chiSquare:
            let answers = Set(pairs.map(\.1)).sorted()
            return Statistics.chiSquare(
                groups.map { group in answers.map { value in pairs.count { $0.0 == group && $0.1 == value } } })
        }
    }
}
