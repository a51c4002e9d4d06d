import WeirCore

/// What a protected table still tells: k, offices, sensitive answers.
extension Protection {
    /// The office of each row that is released; nil when the profile names none.
    func offices(_ given: MicroTable, _ kept: [Int]) -> [UInt16]? {
        guard let office = profile.office else { return nil }
        let codes = layout.codes(office, given)
        return codes.isEmpty ? nil : kept.map { codes[$0] }
    }

    func measured(
        _ given: MicroTable, _ table: MicroTable, _ levels: [Int], _ suppression: Suppression
    ) throws -> ProtectedTable {
        let before = Combinations(columns: profile.keys.map { layout.codes($0.variable, given) })
        let after = Combinations(columns: profile.keys.map { layout.codes($0.variable, table) })
        var result = ProtectedTable(
            table: table, kept: Array(0..<table.rows), levels: levels, suppression: suppression,
            before: RiskMeasures(before),
            after: RiskMeasures(after, offices: offices(given, Array(0..<table.rows))), sensitive: [:])
        guard result.after.anonymity.strict.smallest >= profile.k || table.rows == 0 else {
            throw Held.gone(alike: true, variables: [])
        }
        if let offices = result.after.offices, offices < profile.k, table.rows > 0 {
            throw Held.offices(found: offices)
        }
        for variable in profile.sensitive where layout.ofVariable[variable] != nil {
            let told = (
                before: measure(variable, before, given), after: measure(variable, after, table)
            )
            if let most = profile.closeness, told.after.closeness > most { throw Held.closeness(variable: variable) }
            result.sensitive[variable] = told
            result.fewestTold[variable] = fewestTold(variable, after, table)
        }
        return result
    }

    /// Measures the rows that everything began with, where a profile is made from a finer one's table.
    public func measure(_ raw: MicroTable, before result: inout ProtectedTable) {
        let classes = Combinations(columns: profile.keys.map { layout.codes($0.variable, raw) })
        result.before = RiskMeasures(classes)
        for variable in result.sensitive.keys { result.sensitive[variable]?.before = measure(variable, classes, raw) }
    }

    private func measure(_ variable: Int, _ combinations: Combinations, _ table: MicroTable) -> SensitiveMeasures {
        let type = layout.schema.codebook.variables[variable].type
        return SensitiveMeasures(
            combinations, values: layout.answers(variable, table),
            isOrdered: type.isNumeric || type == .scale || type == .matrixRow)
    }

    /// The rows of classes that tell too few answers. Where all its answers are suppressed, a class tells none.
    func alike(_ variable: Int, _ combinations: Combinations, _ table: MicroTable) -> [Int] {
        guard let least = profile.diversity, layout.ofVariable[variable] != nil else { return [] }
        let answers = layout.answers(variable, table)
        let classes = Dictionary(grouping: answers.indices, by: { combinations.ofRecord[$0] }).values
        return classes.filter { rows in
            Set(rows.map { answers[$0] }).count < least && !rows.allSatisfy { layout.isHidden(variable, $0, table) }
        }.flatMap(\.self)
    }

    /// The fewest different answers in a class that tells any; nil where none does.
    private func fewestTold(_ variable: Int, _ combinations: Combinations, _ table: MicroTable) -> Int? {
        let answers = layout.answers(variable, table)
        return Dictionary(grouping: answers.indices, by: { combinations.ofRecord[$0] }).values
            .filter { !$0.allSatisfy { layout.isHidden(variable, $0, table) } }
            .map { rows in Set(rows.map { answers[$0] }).count }.min()
    }
}
