/// Where a column's cells stand in a batch, with what is written for each of its codes.
enum LabelledColumn {
    case code(Int, CodeBytes)
    case reason(Int)
    case number(Int)
    case text(Int)

    /// The columns of a table; the cells of a code are made by the format.
    static func all(of table: DataTable, cells: ([DataTable.Meaning]) -> CodeBytes) -> [LabelledColumn] {
        table.columns.map { column in
            switch column.content {
            case .code(let place): .code(place, cells(column.categories))
            case .reason(let place): .reason(place)
            case .number(let place): .number(place)
            case .text(let place): .text(place)
            }
        }
    }
}
