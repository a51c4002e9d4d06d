import WeirCore

/// Reads `codebook/categories.csv`: lists of categories by their names.
enum CategoryReader {
    /// The lists; nil when the table has no columns to read them from.
    static func read(_ table: StudyTable, problems: inout [Diagnostic]) -> [String: [Category]]? {
        let needed = ["list_name", "name", "code", "label::English (en)", "basis"]
        guard table.check(columns: needed, optional: ["countries", "preferred::English (en)"], problems: &problems)
        else { return nil }
        let languages = table.languages
        var lists: [String: [Category]] = [:]
        for row in table.rows {
            guard let category = category(row, languages, problems: &problems) else { continue }
            let list = lists[row["list_name"], default: []]
            if list.contains(where: { $0.name == category.name }) {
                problems.append(Diagnostic(.studyDuplicate, at: row.place("name"), label: category.name))
            }
            if list.contains(where: { $0.code == category.code }) {
                problems.append(Diagnostic(.studyDuplicate, at: row.place("code"), label: String(category.code)))
            }
            lists[row["list_name"]] = list + [category]
        }
        return lists
    }

    private static func category(
        _ row: StudyRow, _ languages: [(tag: String, column: String)], problems: inout [Diagnostic]
    ) -> Category? {
        let basis: Basis? = row.word("basis", problems: &problems)
        let countries = row.countries("countries", problems: &problems)
        if row["name"].isEmpty { problems.append(Diagnostic(.studyBlank, at: row.place("name"), label: "a name")) }
        guard let code = UInt16(row["code"]), (1..<MissingReason.codes.lowerBound).contains(code) else {
            problems.append(Diagnostic(.studyNumber, at: row.place("code"), label: "1 … 9989"))
            return nil
        }
        return Category(
            name: row["name"], code: code, labels: row.labels(languages), preferred: row["preferred::English (en)"],
            countries: countries, basis: basis ?? .assumed)
    }
}
