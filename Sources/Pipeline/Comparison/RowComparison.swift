import Foundation
import WeirCore

/// The rows of two tables, side by side: both are ordered by the rows' names, so one pass suffices.
struct RowComparison {
    /// Rows in one table, in the other, in both, by country's code.
    private(set) var gone: [String: Int] = [:]
    private(set) var come: [String: Int] = [:]
    private(set) var kept: [String: Int] = [:]
    /// Rows that are not the same in a column that both tables have, by column and country's code.
    private(set) var changed: [String: [String: Int]] = [:]
    /// Rows of which any such cell is not the same.
    private(set) var changedRows = 0
    /// Answers that had no mapping and have one now, and the rows they stand in.
    private(set) var repairedCells = 0
    private(set) var repairedRows = 0

    init(_ before: ComparedDataSet, _ after: ComparedDataSet) throws {
        var left = try Cursor(before)
        var right = try Cursor(after)
        let shared = left.names.indices.dropFirst().compactMap { place in
            right.places[left.names[place]].map { (left.names[place], place, $0) }
        }
        while left.isInside || right.isInside {
            if left.isInside, !right.isInside || left.row < right.row {
                gone[left.country, default: 0] += 1
                left.advance()
            } else if !left.isInside || right.row < left.row {
                come[right.country, default: 0] += 1
                right.advance()
            } else {
                kept[right.country, default: 0] += 1
                compare(left, right, shared)
                left.advance()
                right.advance()
            }
        }
    }

    private static let unmapped = Array(String(MissingReason.unmapped.rawValue).utf8)

    private mutating func compare(_ left: Cursor, _ right: Cursor, _ shared: [(String, Int, Int)]) {
        var isChanged = false
        let repairedBefore = repairedCells
        for (name, before, after) in shared where left[before] != right[after] {
            changed[name, default: [:]][right.country, default: 0] += 1
            isChanged = true
            if left[before].elementsEqual(Self.unmapped) { repairedCells += 1 }
        }
        if isChanged { changedRows += 1 }
        if repairedCells > repairedBefore { repairedRows += 1 }
    }
}

/// A place in a table.
private struct Cursor {
    let names: [String]
    let places: [String: Int]
    private var scan: RecordScan
    private var at = 0
    private var cells: [Cell] = []
    private(set) var isInside = true
    private(set) var row = ""
    private let countryPlace: Int?

    init(_ data: ComparedDataSet) throws {
        scan = try RecordScan(data.table)
        names = scan.header
        places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        countryPlace = places[data.country]
        advance()
    }

    subscript(_ place: Int) -> ArraySlice<UInt8> { scan[cells[place]] }

    var country: String { countryPlace.map { String(decoding: self[$0], as: UTF8.self) } ?? "" }

    mutating func advance() {
        isInside = scan.next(from: &at, into: &cells)
        row = isInside ? String(decoding: scan[cells[0]], as: UTF8.self) : ""
    }
}
