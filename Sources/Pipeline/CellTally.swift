import WeirCore

/// Counts cells, and keeps the first ones as a spreadsheet names them: `V4, BP19`.
struct CellTally {
    private(set) var count = 0
    private var cells: [String] = []

    private static let kept = 10

    mutating func add(row: Int, column: Int) {
        count += 1
        if cells.count < Self.kept { cells.append("\(Place.letters(ofColumn: column))\(row)") }
    }

    /// One finding for all of them; none for none.
    func findings(_ code: DiagnosticCode, in file: String) -> [Diagnostic] {
        guard count > 0 else { return [] }
        let label = cells.joined(separator: ", ") + (count > cells.count ? " …" : "")
        return [Diagnostic(code, at: Place(file: file), label: label, count: count)]
    }
}
