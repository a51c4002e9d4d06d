import WeirCore
import WeirDeliver
import WeirState
import WeirStudy

extension DataTable {
    /// The columns of the internal data set that is made from these parts.
    init(merged study: Study, _ parts: [PartSummary]) {
        let widths = parts.map(\.widestTexts)
        self.init(
            title: study.title, name: "merged",
            key: (name: "pseudonym", label: "The respondent, under another name"), hasMonth: true,
            schema: study.schema, columns: study.schema.columns,
            categories: { Self.categories(of: study.codebook.variables[$0]) },
            widths: (0..<study.schema.textCount).map { column in
                widths.map { $0.indices.contains(column) ? $0[column] : 0 }.max() ?? 0
            }, mostRows: parts.reduce(0) { $0 + $1.runs.reduce(0) { $0 + $1.rows } })
    }

    private static func categories(of variable: Variable) -> [Meaning] {
        variable.categories.map { Meaning(code: $0.code, label: $0.labels["en"] ?? $0.name) }
    }
}
