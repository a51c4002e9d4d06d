/// How often something was found, and in which rows first. It keeps a fixed number of rows, however many there are.
public struct Tally: Equatable, Sendable {
    /// How often.
    public private(set) var count = 0
    /// The first rows, as a spreadsheet numbers them.
    public private(set) var firstRows: [Int] = []

    /// The number of rows kept.
    public static let rowsKept = 5

    /// Nothing found yet.
    public init() {}

    /// One more, in a row.
    public mutating func add(row: Int) {
        count += 1
        if firstRows.count < Self.rowsKept { firstRows.append(row) }
    }

    /// Several tallies of rows in any order as one.
    init(joining tallies: [Tally]) {
        count = tallies.reduce(0) { $0 + $1.count }
        firstRows = Array(tallies.flatMap(\.firstRows).sorted().prefix(Self.rowsKept))
    }

    /// Adds what was found in later rows.
    public mutating func merge(_ later: Self) {
        count += later.count
        firstRows.append(contentsOf: later.firstRows.prefix(Self.rowsKept - firstRows.count))
    }
}
