import WeirFormats

/// Which open answers a format has room for. Formats of fixed width spend the longest answer's bytes on every row.
enum TextRoom {
    /// The most bytes that texts may take up in a file of fixed width.
    static let most = 256 << 20
    /// The most characters of a cell of a workbook.
    static let longestOfWorkbook = 32_767

    /// The table with the texts that fit into rows of fixed width: none too long for Stata, and the widest ones left out
    /// while all together take too much.
    static func fixed(_ table: DataTable) -> DataTable {
        var left = texts(table).filter { $0.width <= DTADictionary.longestText }.sorted { $0.width < $1.width }
        while left.reduce(0, { $0 + $1.width }) * table.mostRows > most { left.removeLast() }
        return keeping(Set(left.map(\.name)), of: table)
    }

    /// The table with the texts that fit into cells of a workbook.
    static func workbook(_ table: DataTable) -> DataTable {
        keeping(Set(texts(table).filter { $0.width <= longestOfWorkbook }.map(\.name)), of: table)
    }

    /// The texts that one table has and another lacks.
    static func beside(_ table: DataTable, _ kept: DataTable) -> [DataTable.Column] {
        let names = Set(kept.columns.map(\.name))
        return table.columns.filter { !names.contains($0.name) }
    }

    private static func texts(_ table: DataTable) -> [DataTable.Column] { table.columns.filter(\.isText) }

    private static func keeping(_ names: Set<String>, of table: DataTable) -> DataTable {
        let kept = table.columns.indices.filter { !table.columns[$0].isText || names.contains(table.columns[$0].name) }
        let places = Dictionary(zip(kept, kept.indices), uniquingKeysWith: { first, _ in first })
        var result = table
        result.columns = kept.map { table.columns[$0] }
        result.choices = table.choices.map { set in
            var set = set
            set.columns = set.columns.compactMap { places[$0] }
            return set
        }
        return result
    }
}

extension DataTable.Column {
    var isText: Bool { if case .text = content { true } else { false } }
}
