import WeirCore

/// Rows that hide what they differ in, so that each could have any other's: the one form in which cells are suppressed.
///
/// At least k rows of one country exchange the values of some variables. Every cell in which they differ is
/// suppressed; columns in which they agree stay. Whatever is put from row to row then, the released table is the same,
/// each interview is one that really took place, and so is every printed count that joins these variables only with
/// ones in which the rows agree. Variables that a printed count joins with a hidden one, follow-up questions, and
/// questions that decide whether a hidden one was asked, are therefore hidden along with it where they differ.
struct ExchangeGroup {
    let layout: ReleaseLayout
    let margins: [PublishedMargin]

    /// Suppresses what rows differ in among some variables, and what would give it away.
    /// - Parameter fixed: variables that are never suppressed.
    /// - Returns: whether anything was told of it.
    @discardableResult
    func hide(_ variables: Set<Int>, in rows: [Int], of table: inout MicroTable, fixed: Set<Int>) -> Bool {
        columns(variables, rows, table, fixed).reduce(false) { table.suppress($1.kind, in: rows) || $0 }
    }

    /// The columns in which rows differ, of these variables and of all that hang on them. What a finer profile hid in all of
    /// them they differ in, for all that anybody can tell.
    private func columns(_ variables: Set<Int>, _ rows: [Int], _ table: MicroTable, _ fixed: Set<Int>) -> [DataColumn] {
        var hidden: [Int: [DataColumn]] = [:]
        var waiting = variables.sorted()
        while let variable = waiting.popLast() {
            guard hidden[variable] == nil, !fixed.contains(variable) else { continue }
            let differing = (layout.ofVariable[variable] ?? []).filter {
                differ(in: $0, rows, table) || table.isSuppressed($0.kind, rows[0])
            }
            guard !differing.isEmpty else { continue }
            hidden[variable] = differing
            waiting += linked(to: variable, rows, table)
        }
        return hidden.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    private func differ(in column: DataColumn, _ rows: [Int], _ table: MicroTable) -> Bool {
        let first = table.value(column.kind, rows[0])
        return rows.contains { table.value(column.kind, $0) != first }
    }

    private func linked(to variable: Int, _ rows: [Int], _ table: MicroTable) -> [Int] {
        var linked = layout.followUps[variable] ?? []
        if askedOfSome(variable, rows, table) { linked += layout.gates[variable] ?? [] }
        for margin in margins {
            let all = margin.group + [margin.answer]
            guard all.contains(where: { $0.variable == variable }), isAbout(margin, rows, table) else { continue }
            linked += all.map(\.variable)
        }
        return linked
    }

    /// Whether the form asked some of the rows and not others.
    private func askedOfSome(_ variable: Int, _ rows: [Int], _ table: MicroTable) -> Bool {
        guard let column = layout.ofVariable[variable]?.first else { return false }
        let notAsked = Double(MissingReason.notAsked.rawValue)
        let count = rows.count { table.value(column.kind, $0) == notAsked }
        return count > 0 && count < rows.count
    }

    /// Whether any of the rows could be of the margin's group, as far as that is a single category.
    private func isAbout(_ margin: PublishedMargin, _ rows: [Int], _ table: MicroTable) -> Bool {
        margin.group.allSatisfy { condition in
            guard condition.option == nil, condition.range == nil, layout.ofVariable[condition.variable] != nil else {
                return true
            }
            let codes = layout.codes(condition.variable, table)
            return rows.contains { condition.codes.contains(codes[$0]) || codes[$0].isMissing || codes[$0] > 999 }
        }
    }
}
