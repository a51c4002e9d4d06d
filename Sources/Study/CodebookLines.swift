import WeirCore

/// Where the codebook's tables name a variable or a category, for findings about a study that could be read.
struct CodebookLines {
    private let variables: Table
    private let categories: Table

    init(_ study: Study) {
        variables = Table(study, "codebook/variables.csv") { $0["name"] }
        categories = Table(study, "codebook/categories.csv") { "\($0["list_name"]): \($0["name"])" }
    }

    func place(ofVariable name: String, column: String) -> Place { variables.place(name, column) }

    func place(ofVariable name: String, wordingIn language: String) -> Place {
        variables.place(name, variables.columns[language])
    }

    func place(ofCategory name: String, in list: String, wordingIn language: String) -> Place {
        categories.place("\(list): \(name)", categories.columns[language])
    }

    private struct Table {
        let file: String
        var rows: [String: StudyRow] = [:]
        /// The wording columns by language.
        var columns: [String: String] = [:]

        init(_ study: Study, _ file: String, name: (StudyRow) -> String) {
            self.file = file
            // Rows that are not read were told when the study was.
            var told: [Diagnostic] = []
            guard let bytes = study.files.first(where: { $0.name == file })?.bytes,
                let table = try? StudyTable(bytes, name: file, problems: &told)
            else { return }
            rows = Dictionary(table.rows.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
            columns = Dictionary(
                table.languages.map { ($0.tag, $0.column) }, uniquingKeysWith: { first, _ in first })
        }

        func place(_ name: String, _ column: String?) -> Place { rows[name]?.place(column) ?? Place(file: file) }
    }
}
