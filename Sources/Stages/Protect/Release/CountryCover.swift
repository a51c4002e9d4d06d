import WeirCore

/// What is hidden does not tell a country that the release tells more coarsely, or hides: of the rows that hide an answer
/// no more than half are from one country, and those that tell one are from two at least.
extension CaseRule {
    /// - Returns: whether anything was hidden.
    func coverCountries(_ table: inout MicroTable) -> Bool {
        let regions = regions(table)
        guard !regions.isEmpty else { return false }
        var isChanged = false
        for variable in layout.ofVariable.keys.sorted() where !keys.contains(variable) {
            for column in layout.ofVariable[variable] ?? [] {
                for region in regions { isChanged = cover(column, region, &table) || isChanged }
            }
        }
        return isChanged
    }

    /// New rows that look as if they were from one country and are from several, by country; of a region that is one country
    /// its name tells it, and others wait (`CrowdedRegions`).
    private func regions(_ table: MicroTable) -> [[[Int]]] {
        let fresh = (0..<table.rows).filter { !isApart($0) }
        let told = layout.codes(country, table)
        return Dictionary(grouping: fresh, by: { told[$0] }).sorted { $0.key < $1.key }.map { _, rows in
            Dictionary(grouping: rows, by: { origin[$0] }).sorted { $0.key < $1.key }.map(\.value)
        }.filter { $0.count > 1 }
    }

    private func cover(_ column: DataColumn, _ region: [[Int]], _ table: inout MicroTable) -> Bool {
        let isChanged = join(column, region, &table)
        guard isTelling(column, region, table) else { return isChanged }
        return withhold(column.variable, region.flatMap(\.self), &table) || isChanged
    }

    /// Rows of other countries hide their answers too, until as many of them do as of the one.
    private func join(_ column: DataColumn, _ region: [[Int]], _ table: inout MicroTable) -> Bool {
        var isChanged = false
        // Most answers first: there a few are missed least.
        let told = region.map { answered(column.variable, $0, table).count }
        for place in region.indices.sorted(by: { (told[$1], $0) < (told[$0], $1) }) {
            let hidden = region.map { self.hidden(column, $0, table) }
            let counts = hidden.map(\.count)
            let lacking = 2 * (counts.max() ?? 0) - counts.reduce(0, +)
            guard lacking > 0, counts[place] < counts.max() ?? 0, told[place] > 0 else { continue }
            let least = max(k, counts[place] + min(lacking, told[place]))
            let found = group(
                of: [], before: Set(hidden[place]), least: least, column.variable, region[place], table)
            guard found.isEnough else { continue }
            let rows = found.rows.union(hidden[place])
            isChanged = hide(column.variable, in: rows, &table) || isChanged
            isChanged = table.suppress(column.kind, in: rows.sorted()) || isChanged
        }
        return isChanged
    }

    /// Whether it could still be told from this column which country a row is from.
    private func isTelling(_ column: DataColumn, _ region: [[Int]], _ table: MicroTable) -> Bool {
        let counts = region.map { hidden(column, $0, table).count }
        let all = counts.reduce(0, +)
        guard all > 0 else { return false }
        let tellers = region.count { !answered(column.variable, $0, table).isEmpty }
        return 2 * (counts.max() ?? 0) > all || tellers == 1
    }

    private func hidden(_ column: DataColumn, _ rows: [Int], _ table: MicroTable) -> [Int] {
        rows.filter { table.isSuppressed(column.kind, $0) }
    }
}
