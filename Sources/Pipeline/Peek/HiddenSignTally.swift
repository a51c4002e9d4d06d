import WeirCore
import WeirFormats

/// How many cells hold signs that nobody sees, and where the first of them is.
struct HiddenSignTally {
    /// What the signs do.
    private enum Kind: String, CaseIterable {
        case turning = "signs that turn the writing direction"
        case withoutWidth = "signs without width"

        func stand(in text: UnsafeRawBufferPointer) -> Bool {
            switch self {
            case .turning: HiddenSigns.stand(in: text)
            case .withoutWidth: SignsWithoutWidth.stand(in: text)
            }
        }
    }

    private struct Count {
        var headers = 0
        var cells = 0
        /// Counted as a spreadsheet does.
        var first: (row: Int, column: Int)?
    }

    private var counts: [Kind: Count] = [:]

    /// Whether there are signs that turn the writing direction.
    var turnsText: Bool { counts[.turning] != nil }

    /// What is told of them.
    var words: [String] {
        Kind.allCases.compactMap { kind in
            counts[kind].map { "\(kind.rawValue) in \(Self.words(of: $0))" }
        }
    }

    private static func words(of count: Count) -> String {
        let parts = [
            count.headers > 0 ? "\(count.headers) header cells" : nil,
            count.cells > 0 ? "\(count.cells) cells of answers" : nil,
        ]
        let place = count.first.map { "; the first in row \($0.row), column \(Place.letters(ofColumn: $0.column))" }
        return parts.compactMap(\.self).joined(separator: " and ") + (place ?? "")
    }

    /// Looks at some records.
    mutating func add(_ bytes: [UInt8], _ ends: CellEnds? = nil, delimiter: UInt8, firstRow: Int, areHeaders: Bool) {
        let kinds = bytes.withUnsafeBytes { text in Kind.allCases.filter { $0.stand(in: text) } }
        guard !kinds.isEmpty else { return }
        var copy = bytes
        _ = RecordParser(delimiter: delimiter).withCursor(over: &copy, ends) { records in
            var record: [Cell] = []
            var row = firstRow
            while records.next(into: &record) {
                for (column, cell) in record.enumerated() {
                    let end = Int(cell.offset) + Int(cell.length)
                    let text = UnsafeRawBufferPointer(rebasing: records.text[Int(cell.offset)..<end])
                    for kind in kinds where kind.stand(in: text) { note(kind, (row, column), areHeaders) }
                }
                row += 1
            }
        }
    }

    private mutating func note(_ kind: Kind, _ place: (row: Int, column: Int), _ isHeader: Bool) {
        var count = counts[kind] ?? Count()
        if isHeader { count.headers += 1 } else { count.cells += 1 }
        count.first = count.first ?? place
        counts[kind] = count
    }

    /// Takes in what a later part of the file holds.
    mutating func merge(_ later: Self) {
        counts.merge(later.counts) {
            Count(headers: $0.headers + $1.headers, cells: $0.cells + $1.cells, first: $0.first ?? $1.first)
        }
    }
}
