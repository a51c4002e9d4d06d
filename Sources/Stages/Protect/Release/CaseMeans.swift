import WeirCore

/// Numbers about children become means of at least k workers of a country.
extension CaseRule {
    /// Means stay what they are when this is done again, unless too few are left.
    func average(_ table: inout MicroTable, _ outcome: inout Outcome) {
        let byCountry = rowsByCountry(table)
        for (variable, described) in layout.schema.codebook.variables.enumerated()
        where described.type.isNumeric && described.role == .case && !keys.contains(variable) {
            guard let column = layout.ofVariable[variable]?.first else { continue }
            for rows in byCountry { average(variable, column, rows, &table, &outcome) }
        }
    }

    private func average(
        _ variable: Int, _ column: DataColumn, _ rows: [Int], _ table: inout MicroTable, _ outcome: inout Outcome
    ) {
        guard case .number(let place) = column.kind else { return }
        joinFew(variable, column, rows, &table)
        let told = numbers(column, rows, table)
        guard !told.isEmpty else { return }
        guard told.count >= k else {
            if canWait(rows) { outcome.heldBack.formUnion(told) }
            _ = withhold(variable, rows.filter { !isApart($0) }, &table)
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

    /// New rows with a number.
    private func numbers(_ column: DataColumn, _ rows: [Int], _ table: MicroTable) -> [Int] {
        rows.filter { !isApart($0) && table.value(column.kind, $0) < Double(MissingReason.codes.lowerBound) }
    }

    /// Whom a finer profile hid among fewer than k, and of whose missing reason the reports print that fewer than k had it,
    /// others join by lot.
    private func joinFew(_ variable: Int, _ column: DataColumn, _ rows: [Int], _ table: inout MicroTable) {
        let reasons = printedReasons(variable)
        let blank = rows.filter { !isApart($0) && reasons.contains(table.value(column.kind, $0)) }
        let few = hiddenFew(variable, rows, table).union(blank.count < k ? blank : [])
        guard !few.isEmpty else { return }
        let drawn = numbers(column, rows, table).sorted { lot[$0] < lot[$1] }
        guard drawn.count >= k else { return }
        _ = hide(variable, in: few.union(drawn.prefix(max(0, k - few.count))), &table)
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
            _ = withhold(variable, rows, group, &table, &outcome)
            return []
        }
        let left = others.filter { !group.contains($0) }
        if left.count < k { group.formUnion(left) }
        _ = hide(variable, in: group, &table)
        return left.count < k ? [] : left
    }
}
