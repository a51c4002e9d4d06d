import WeirCore

/// The first rows of an export, folded, and what can be asked of them.
struct FirstRows {
    let rows: [[String]]
    /// The sheet's name, folded.
    let sheet: String
    private let names: Set<String>

    init(_ records: [[String]], sheet: String? = nil) {
        rows = records.map { $0.map(TextFolding.folded) }
        self.sheet = sheet.map(TextFolding.folded) ?? ""
        names = Set(rows.first ?? [])
    }

    var first: [String] { rows.first ?? [] }
    var second: [String] { rows.count > 1 ? rows[1] : [] }

    /// Whether a column is called so in row 1.
    func has(_ spellings: String...) -> Bool { spellings.contains(where: names.contains) }

    /// Whether a column's name meets a condition.
    func hasName(_ condition: (String) -> Bool) -> Bool { first.contains(where: condition) }

    /// How many do.
    func names(_ condition: (String) -> Bool) -> Int { first.count(where: condition) }

    /// What stands in a row under a column's name.
    func below(_ name: String, row: Int = 1) -> String? {
        guard let column = first.firstIndex(of: name), row < rows.count, column < rows[row].count else { return nil }
        return rows[row][column]
    }

    /// The row of such cells as `{"ImportId":"QID2"}`, below the names.
    var importIDs: Int? {
        rows.indices.dropFirst().prefix(4).first { row in
            2 * rows[row].count { $0.hasPrefix("{\"importid\"") } > rows[row].count
        }
    }

    /// Whether row 2 is such as `#affected` in some cells, and nothing in the others.
    var hasTags: Bool {
        second.contains { $0.hasPrefix("#") } && second.allSatisfy { $0.isEmpty || $0.hasPrefix("#") }
    }

    /// `Timestamp` in the languages of forms.
    static let times: Set<String> = [
        "timestamp", "marcatemporal", "marcădetimp", "marcajdetimp", "vremenskaoznaka", "vulakohore", "horodateur",
        "zeitstempel",
    ]
}
