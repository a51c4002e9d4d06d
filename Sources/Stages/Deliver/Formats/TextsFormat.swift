import WeirCore

/// Open answers that a format has no room for, one a line with the name of their row and their column.
struct TextsEncoder: RowEncoder {
    static let header = "column,text"
    private let columns: [(name: [UInt8], place: Int)]

    init(_ columns: [DataTable.Column]) {
        self.columns = columns.compactMap { column in
            if case .text(let place) = column.content { (Array(",\(column.name),".utf8), place) } else { nil }
        }
    }

    func piece(of rows: BatchStorage) -> TablePiece {
        var text: [UInt8] = []
        for row in 0..<rows.rowCount {
            for (name, place) in columns {
                let cell = rows.texts[place * rows.rowCount + row]
                guard cell.hasText else { continue }
                rows.pseudonyms[row].write(to: &text)
                text += name
                rows.withText(cell) { _ = TextCell($0).write(to: &text) }
                text.append(10)
            }
        }
        return .bytes(text)
    }
}
