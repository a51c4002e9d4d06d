import WeirCore

@testable import WeirDeliver

extension DataTable {
    /// All columns of a schema, as a merge delivers them.
    static func of(_ schema: Schema, widths: [Int] = [], mostRows: Int = 10) -> DataTable {
        DataTable(
            title: "Study", name: "merged", key: (name: "pseudonym", label: "Who"), hasMonth: true, schema: schema,
            columns: schema.columns,
            categories: { variable in
                schema.codebook.variables[variable].categories.map {
                    Meaning(code: $0.code, label: $0.labels["en"] ?? $0.name)
                }
            }, widths: widths, mostRows: mostRows)
    }
}

extension TableBlock {
    /// The rows with codes.
    var text: String { pieces[0].text }
}

extension TablePiece {
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var bytes: [UInt8] { if case .bytes(let bytes) = self { bytes } else { [] } }
}
