import WeirCore

/// What describes children, not workers: a category that fewer than k workers of a country report is suppressed there,
/// whatever the workers' own keys, together with further answers until k hide at least two values. The same for what
/// describes the office, and for questions of which the reports print that fewer than k gave an answer.
struct CaseRule {
    let layout: ReleaseLayout
    let margins: [PublishedMargin]
    let country: Int
    /// The country of each row, also where the table tells it more coarsely or not at all.
    let origin: [UInt16]
    /// Whether answers are counted by these countries, and not by those that the table tells.
    let isOriginKept: Bool
    /// The workers' keys, which have a rule of their own.
    let keys: Set<Int>
    let k: Int
    /// For each row, a number that puts rows into an order that nobody without the key can know.
    let lot: [UInt64]
    /// Which rows hide among each other alone.
    let parts: Parts
    /// The part whose answers are hidden; all others only count.
    let part: Int

    /// What came of it.
    struct Outcome {
        /// Rows whose answer can neither be told nor hidden among enough others: they cannot be in the release.
        var heldBack: Set<Int> = []
        /// Variables of which an earlier release tells what would have to be hidden now.
        var exposed: Set<Int> = []
    }

    /// - Returns: whether anything was hidden.
    func apply(to table: inout MicroTable, _ outcome: inout Outcome) -> Bool {
        average(&table, &outcome)
        var isChanged = false
        // What is hidden for one question may leave too few answers to another.
        while hideRare(&table, &outcome) || coverCountries(&table) { isChanged = true }
        return isChanged
    }

    /// Whether nothing of a row can be hidden here.
    func isApart(_ row: Int) -> Bool { parts.isApart(row, from: part) }

    /// - Returns: whether anything was hidden.
    private func hideRare(_ table: inout MicroTable, _ outcome: inout Outcome) -> Bool {
        var isChanged = false
        let byCountry = rowsByCountry(table)
        for variable in layout.ofVariable.keys.sorted() where !keys.contains(variable) {
            for rows in byCountry {
                isChanged = hideRare(variable, rows, &table, &outcome) || isChanged
            }
        }
        return isChanged
    }

    func rowsByCountry(_ table: MicroTable) -> [[Int]] {
        let countries = isOriginKept ? origin : layout.codes(country, table)
        return Dictionary(grouping: 0..<table.rows, by: { [countries[$0], parts.isRecalled[$0] ? 1 : 0] })
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Whether new rows of these can wait for others: people of their country are in an earlier release. Nobody comes to
    /// those of recalled releases, who hide among themselves.
    func canWait(_ rows: [Int]) -> Bool {
        if part == Parts.recalled { return false }
        if rows.contains(where: { parts.isOlder($0, than: part) }) { return true }
        let countries = Set(rows.filter { !parts.isRecalled[$0] }.map { origin[$0] })
        return origin.indices.contains { parts.isRecalled[$0] && countries.contains(origin[$0]) }
    }

    /// What describes children; what describes the office, which colleagues know; and every question of which the reports
    /// print that fewer than k gave an answer, or did not; where they do not say which answer, for the country alone of
    /// which they print it.
    private func isLookedAt(_ variable: Int, _ rows: [Int]) -> Bool {
        let described = layout.schema.codebook.variables[variable]
        // Numbers that are no means are each somebody's own.
        if described.type.isNumeric { return described.role == .case }
        return described.role == .case || described.role == .office
            || margins.contains {
                $0.answer.variable == variable && ($0.isAboutFew(k) || $0.leavesFew(k))
                    && ($0.isAnswerKnown || isAbout($0, rows))
            }
    }

    /// Whether a printed count is about the country of some rows.
    private func isAbout(_ margin: PublishedMargin, _ rows: [Int]) -> Bool {
        margin.group.allSatisfy { condition in
            condition.variable != country || rows.contains { condition.codes.contains(origin[$0]) }
        }
    }

    /// Missing reasons of which the reports print that fewer than k had them: they are hidden as answers are.
    func printedReasons(_ variable: Int) -> Set<Double> {
        let codes = margins.filter { $0.answer.variable == variable && $0.isAboutFew(k) }.flatMap(\.answer.codes)
        return Set(codes.filter(\.isMissing).map(Double.init))
    }

    /// Whether a printed count joins the variable with keys that the row has, or may have where they are hidden: then
    /// print may tell its answer already, and it hides nobody.
    func isToldInPrint(_ variable: Int, _ row: Int, _ table: MicroTable) -> Bool {
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
    func answered(_ variable: Int, _ rows: [Int], _ table: MicroTable) -> [Int] {
        let columns = layout.ofVariable[variable] ?? []
        let reasons = printedReasons(variable)
        return rows.filter { row in
            columns.allSatisfy { column in
                let value = table.value(column.kind, row)
                return value < Double(MissingReason.codes.lowerBound) || reasons.contains(value)
            }
        }
    }

    private func hideRare(_ variable: Int, _ rows: [Int], _ table: inout MicroTable, _ outcome: inout Outcome) -> Bool {
        let rare = isLookedAt(variable, rows) ? rareRows(variable, answered(variable, rows, table), table) : []
        let before = hiddenFew(variable, rows, table)
        if rare.contains(where: { parts.isSettled[$0] }) { outcome.exposed.insert(variable) }
        let few = rare.filter { !isApart($0) }
        guard !few.isEmpty || !before.isEmpty else { return false }
        let found = group(of: few, before: before, least: k, variable, rows, table)
        guard found.isEnough else {
            return withhold(variable, rows, found.rows.union(before), &table, &outcome)
        }
        return hide(variable, in: found.rows.union(before), &table)
    }

    func hide(_ variable: Int, in rows: Set<Int>, _ table: inout MicroTable) -> Bool {
        ExchangeGroup(layout: layout, margins: margins).hide([variable], in: rows.sorted(), of: &table, fixed: keys)
    }

    /// New rows that a finer profile hid among fewer than k: here more have to join them. What earlier releases of this
    /// profile hid had its k, and hides nobody who is new.
    func hiddenFew(_ variable: Int, _ rows: [Int], _ table: MicroTable) -> Set<Int> {
        var few: Set<Int> = []
        for column in layout.ofVariable[variable] ?? [] {
            let hidden = rows.filter { !isApart($0) && table.isSuppressed(column.kind, $0) }
            if hidden.count < k { few.formUnion(hidden) }
        }
        return few
    }

    /// Rows of a country that hide an answer together: those that have to, those who would be left with a rare one, and
    /// others by lot until they are enough.
    /// - Parameters:
    ///   - few: who has to hide.
    ///   - before: who hides already.
    ///   - least: how many have to hide in all.
    /// - Returns: who joins those before, and whether they are enough.
    func group(
        of few: Set<Int>, before: Set<Int>, least: Int, _ variable: Int, _ rows: [Int], _ table: MicroTable
    ) -> (rows: Set<Int>, isEnough: Bool) {
        let told = answered(variable, rows, table)
        let isLookedAt = isLookedAt(variable, rows)
        var group = few
        var drawn = drawingOrder(variable, told, table)
            .filter { !isApart($0) && !isToldInPrint(variable, $0, table) }
        while true {
            // Whoever is drawn may leave too few others with the same answer.
            let left = told.filter { !group.contains($0) }
            let followers = isLookedAt ? rareRows(variable, left, table).filter { !isApart($0) } : []
            if !followers.isEmpty {
                group.formUnion(followers)
            } else if group.count + before.count >= least, !before.isEmpty || differ(group, variable, table) {
                return (group, true)
            } else if let next = drawn.popLast() {
                group.insert(next)
            } else {
                return (group, false)
            }
        }
    }

    /// The rows, those with frequent answers last, because they are drawn from the end; equal ones by lot.
    private func drawingOrder(_ variable: Int, _ told: [Int], _ table: MicroTable) -> [Int] {
        var least = [Int: Int](uniqueKeysWithValues: told.map { ($0, told.count) })
        for column in layout.ofVariable[variable] ?? [] {
            let byValue = Dictionary(grouping: told, by: { table.value(column.kind, $0) })
            for (value, rows) in byValue where column.category == nil || value != 0 {
                for row in rows { least[row] = min(least[row] ?? 0, rows.count) }
            }
        }
        return told.sorted { (least[$0] ?? 0, lot[$1]) < (least[$1] ?? 0, lot[$0]) }
    }

    /// The rows with an answer that fewer than k of them gave.
    private func rareRows(_ variable: Int, _ told: [Int], _ table: MicroTable) -> Set<Int> {
        var rare: Set<Int> = []
        for column in layout.ofVariable[variable] ?? [] {
            let byValue = Dictionary(grouping: told, by: { table.value(column.kind, $0) })
            for (value, rows) in byValue where rows.count < k && isAnswer(value, column) { rare.formUnion(rows) }
        }
        return rare
    }

    /// Of a multi-select what counts is that something was picked, where the reports do not print that few left it out.
    private func isAnswer(_ value: Double, _ column: DataColumn) -> Bool {
        guard let option = column.category, value == 0 else { return true }
        return margins.contains {
            $0.answer.variable == column.variable && $0.answer.option == option && $0.leavesFew(k)
        }
    }

    /// Whether rows have two values in some column.
    private func differ(_ group: Set<Int>, _ variable: Int, _ table: MicroTable) -> Bool {
        (layout.ofVariable[variable] ?? []).contains { column in
            Set(group.map { table.value(column.kind, $0) }).count > 1
        }
    }

    /// Too few answered to hide one among the others. In a first release nobody of the country tells the answer; later,
    /// new rows wait until there are more.
    func withhold(
        _ variable: Int, _ rows: [Int], _ group: Set<Int>, _ table: inout MicroTable, _ outcome: inout Outcome
    ) -> Bool {
        if canWait(rows) {
            outcome.heldBack.formUnion(group)
            return false
        }
        return withhold(variable, rows.filter { !isApart($0) }, &table)
    }

    /// Nobody of these tells the answer, nor what was asked because of it. That the form did not ask somebody stays where
    /// what is told of them says so: everybody could work out such a suppressed cell. Where too few are left then, or all
    /// gave one answer, what decided who was asked goes too.
    /// - Returns: whether anybody told it.
    func withhold(_ variable: Int, _ rows: [Int], _ table: inout MicroTable) -> Bool {
        var isChanged = false
        var waiting = [variable]
        var seen: Set<Int> = []
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, !keys.contains(next) else { continue }
            var hiding = rows.filter { !isKnownNotAsked(next, $0, table) }
            if hiding.count < rows.count, !hides(next, hiding, table) {
                hiding = rows
                waiting += layout.gates[next] ?? []
            }
            for column in layout.ofVariable[next] ?? [] {
                isChanged = table.suppress(column.kind, in: hiding) || isChanged
            }
            waiting += layout.followUps[next] ?? []
        }
        return isChanged
    }

    /// Whether rows are enough to hide what they answered among each other; what is hidden already stays as it is.
    private func hides(_ variable: Int, _ rows: [Int], _ table: MicroTable) -> Bool {
        rows.allSatisfy { layout.isHidden(variable, $0, table) }
            || (rows.count >= k && differ(Set(rows), variable, table))
    }

    /// Whether a row was not asked a question, and all answers that decided so are told.
    private func isKnownNotAsked(_ variable: Int, _ row: Int, _ table: MicroTable) -> Bool {
        let notAsked = Double(MissingReason.notAsked.rawValue)
        let columns = layout.ofVariable[variable] ?? []
        guard columns.allSatisfy({ table.value($0.kind, row) == notAsked }) else { return false }
        let codebook = layout.schema.codebook
        let gates = codebook.variables[variable].universe.variables.map { codebook.index(of: $0) }
        return !gates.isEmpty
            && gates.allSatisfy { gate in
                guard let columns = gate.flatMap({ layout.ofVariable[$0] }) else { return false }
                return columns.allSatisfy { !table.isSuppressed($0.kind, row) }
            }
    }
}
