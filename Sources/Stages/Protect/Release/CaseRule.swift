import WeirCore

/// What describes children, not workers: a category that fewer than k workers of a country report is suppressed there,
/// whatever the workers' own keys, together with further answers until k hide at least two values. The same for what
/// describes the office, and for questions of which the reports print that fewer than k gave an answer.
struct CaseRule {
    let layout: ReleaseLayout
    let margins: [PublishedMargin]
    let country: Int
    /// The country of each row where the table tells it more coarsely; nil where the table tells it.
    let countries: [UInt16]?
    /// The workers' keys, which have a rule of their own.
    let keys: Set<Int>
    let k: Int
    /// For each row, a number that puts rows into an order that nobody without the key can know.
    let lot: [UInt64]
    /// Rows that an earlier release holds; nothing of them can be taken back.
    let isSettled: [Bool]

    /// What came of it.
    struct Outcome {
        /// Rows whose answer can neither be told nor hidden among enough others: they cannot be in the release.
        var heldBack: Set<Int> = []
        /// Variables of which an earlier release tells what would have to be hidden now.
        var exposed: Set<Int> = []
    }

    func apply(to table: inout MicroTable) -> Outcome {
        var outcome = Outcome()
        average(&table, &outcome)
        let byCountry = rowsByCountry(table)
        for (variable, described) in layout.schema.codebook.variables.enumerated()
        where isLookedAt(variable) && !described.type.isNumeric {
            guard let columns = layout.ofVariable[variable], !columns.isEmpty else { continue }
            for rows in byCountry { hideRare(variable, columns, rows, &table, &outcome) }
        }
        return outcome
    }

    /// Numbers about children become means. Means stay what they are when this is done again, unless too few are left.
    func average(_ table: inout MicroTable, _ outcome: inout Outcome) {
        let byCountry = rowsByCountry(table)
        for (variable, described) in layout.schema.codebook.variables.enumerated()
        where described.type.isNumeric && described.role == .case && !keys.contains(variable) {
            guard let column = layout.ofVariable[variable]?.first else { continue }
            for rows in byCountry { average(variable, column, rows, &table, &outcome) }
        }
    }

    private func rowsByCountry(_ table: MicroTable) -> [[Int]] {
        let countries = countries ?? layout.codes(country, table)
        return Dictionary(grouping: 0..<table.rows, by: { countries[$0] }).sorted { $0.key < $1.key }.map(\.value)
    }

    /// What describes children; what describes the office, which colleagues know; and every question of which the reports
    /// print that fewer than k gave an answer.
    private func isLookedAt(_ variable: Int) -> Bool {
        if keys.contains(variable) { return false }
        let role = layout.schema.codebook.variables[variable].role
        return role == .case || role == .office
            || margins.contains { margin in
                margin.answer.variable == variable && (1..<k).contains(margin.count)
                    && !margin.answer.codes.allSatisfy(\.isMissing)
            }
    }

    /// Whether a printed count joins the variable with keys that the row has, or may have where they are hidden: then
    /// print may tell its answer already, and it hides nobody.
    private func isToldInPrint(_ variable: Int, _ row: Int, _ table: MicroTable) -> Bool {
        margins.contains { margin in
            margin.answer.variable == variable
                && margin.group.contains { keys.contains($0.variable) && $0.variable != country }
                && margin.group.allSatisfy { condition in
                    guard keys.contains(condition.variable) else { return true }
                    let code = layout.codes(condition.variable, table)[row]
                    return code.isMissing || code > 999 || condition.codes.contains(code)
                }
        }
    }

    /// Rows that gave an answer which is not hidden.
    private func answered(_ columns: [DataColumn], _ rows: [Int], _ table: MicroTable) -> [Int] {
        rows.filter { row in columns.allSatisfy { table.value($0.kind, row) < Double(MissingReason.codes.lowerBound) } }
    }

    private func hideRare(
        _ variable: Int, _ columns: [DataColumn], _ rows: [Int], _ table: inout MicroTable, _ outcome: inout Outcome
    ) {
        let told = answered(columns, rows, table)
        let rare = rareRows(columns, told, table)
        let before = hiddenFew(columns, rows, table)
        guard !rare.isEmpty || !before.isEmpty else { return }
        if rare.contains(where: { isSettled[$0] }) { outcome.exposed.insert(variable) }
        var group = rare.filter { !isSettled[$0] }
        guard !group.isEmpty || !before.isEmpty else { return }
        var drawn = drawingOrder(columns, told, table)
            .filter { !isSettled[$0] && !isToldInPrint(variable, $0, table) }
        while true {
            // Whoever is drawn may leave too few others with the same answer.
            let left = told.filter { !group.contains($0) }
            let followers = rareRows(columns, left, table).filter { !isSettled[$0] }
            if followers.isEmpty,
                before.isEmpty ? isEnough(group, columns, table) : group.count + before.count >= k
            {
                break
            }
            if !followers.isEmpty {
                group.formUnion(followers)
            } else if let next = drawn.popLast() {
                group.insert(next)
            } else {
                return withhold(variable, rows, group, &table, &outcome)
            }
        }
        ExchangeGroup(layout: layout, margins: margins)
            .hide([variable], in: group.union(before).sorted(), of: &table, fixed: keys)
    }

    /// Rows that a finer profile hid among fewer than k: here more have to join them. What earlier releases of this
    /// profile hid had its k.
    private func hiddenFew(_ columns: [DataColumn], _ rows: [Int], _ table: MicroTable) -> [Int] {
        let suppressed = Double(MissingReason.suppressed.rawValue)
        let hidden = rows.filter { row in columns.contains { table.value($0.kind, row) == suppressed } }
        return hidden.count < k && !hidden.contains { isSettled[$0] } ? hidden : []
    }

    /// The rows, those with frequent answers last, because they are drawn from the end; equal ones by lot.
    private func drawingOrder(_ columns: [DataColumn], _ told: [Int], _ table: MicroTable) -> [Int] {
        var least = [Int: Int](uniqueKeysWithValues: told.map { ($0, told.count) })
        for column in columns {
            let byValue = Dictionary(grouping: told, by: { table.value(column.kind, $0) })
            for (value, rows) in byValue where column.category == nil || value != 0 {
                for row in rows { least[row] = min(least[row] ?? 0, rows.count) }
            }
        }
        return told.sorted { (least[$0] ?? 0, lot[$1]) < (least[$1] ?? 0, lot[$0]) }
    }

    /// The rows with an answer that fewer than k of them gave.
    private func rareRows(_ columns: [DataColumn], _ told: [Int], _ table: MicroTable) -> Set<Int> {
        var rare: Set<Int> = []
        for column in columns {
            let byValue = Dictionary(grouping: told, by: { table.value(column.kind, $0) })
            // Of a multi-select what counts is that something was picked.
            for (value, rows) in byValue where rows.count < k && (column.category == nil || value != 0) {
                rare.formUnion(rows)
            }
        }
        return rare
    }

    /// At least k rows, and two values in each column in which one of them is rare.
    private func isEnough(_ group: Set<Int>, _ columns: [DataColumn], _ table: MicroTable) -> Bool {
        guard group.count >= k else { return false }
        return columns.contains { column in Set(group.map { table.value(column.kind, $0) }).count > 1 }
    }

    /// Too few answered to hide one among the others. In a first release nobody of the country tells the answer; later,
    /// new rows wait until there are more.
    private func withhold(
        _ variable: Int, _ rows: [Int], _ group: Set<Int>, _ table: inout MicroTable, _ outcome: inout Outcome
    ) {
        if rows.contains(where: { isSettled[$0] }) {
            outcome.heldBack.formUnion(group)
            return
        }
        var waiting = [variable]
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, !keys.contains(next) else { continue }
            for column in layout.ofVariable[next] ?? [] { for row in rows { table.suppress(column.kind, row) } }
            waiting += layout.followUps[next] ?? []
        }
    }

    /// Numbers become means of at least k workers of the country.
    private func average(
        _ variable: Int, _ column: DataColumn, _ rows: [Int], _ table: inout MicroTable, _ outcome: inout Outcome
    ) {
        guard case .number(let place) = column.kind else { return }
        var told = answered([column], rows, table).filter { !isSettled[$0] }
        guard !told.isEmpty else { return }
        let before = hiddenFew([column], rows, table)
        if !before.isEmpty, told.count >= k {
            let joining = told.sorted { lot[$0] < lot[$1] }.prefix(k - before.count)
            ExchangeGroup(layout: layout, margins: margins)
                .hide([variable], in: (before + joining).sorted(), of: &table, fixed: keys)
            told.removeAll(where: joining.contains)
        }
        guard told.count >= k else {
            if rows.contains(where: { isSettled[$0] }) { outcome.heldBack.formUnion(told) }
            for row in rows where !isSettled[row] { table.suppress(column.kind, row) }
            return
        }
        // None at all is another answer than few: it stays, where enough gave it.
        let zeros = told.filter { table.numbers[place]?[$0] == 0 }
        let others = told.filter { table.numbers[place]?[$0] != 0 }
        let (fewer, more) = zeros.count < others.count ? (zeros, others) : (others, zeros)
        let isRare = !fewer.isEmpty && fewer.count < k
        let groups = isRare ? [hideFew(fewer, among: more, variable, rows, &table, &outcome)] : [zeros, others]
        for rows in groups where !rows.isEmpty {
            let means = Microaggregation(rows.map { table.numbers[place]?[$0] ?? 0 }, k: k).means
            for (row, mean) in zip(rows, means) { table.numbers[place]?[row] = mean }
        }
    }

    /// Fewer than k have none at all, or fewer have some: a mean would not hide them, for only whoever has some was asked
    /// further. They and others hide their number, and what was asked because of it.
    /// - Returns: whose numbers stay: at least k, or nobody.
    private func hideFew(
        _ few: [Int], among others: [Int], _ variable: Int, _ rows: [Int], _ table: inout MicroTable,
        _ outcome: inout Outcome
    ) -> [Int] {
        var drawn = others.filter { !isToldInPrint(variable, $0, table) }.sorted { lot[$0] < lot[$1] }
        var group = Set(few)
        while group.count < k, let next = drawn.popLast() { group.insert(next) }
        guard group.count >= k else {
            withhold(variable, rows, group, &table, &outcome)
            return []
        }
        let left = others.filter { !group.contains($0) }
        if left.count < k { group.formUnion(left) }
        ExchangeGroup(layout: layout, margins: margins)
            .hide([variable], in: group.sorted(), of: &table, fixed: keys)
        return left.count < k ? [] : left
    }
}
