import WeirCore

/// Records reduced to their keys: every combination that occurs once, sorted by its codes, with its records. Whatever
/// looks at risk works on these and not on records, of which there may be a thousand times as many.
public struct Combinations: Sendable {
    /// How many keys there are.
    public let width: Int
    /// The codes of all combinations, one after the other.
    public let codes: [UInt16]
    /// How many records have each combination.
    public let counts: [Int]
    /// The combination of each record.
    public let ofRecord: [Int32]

    /// How many combinations occur.
    public var count: Int { counts.count }

    /// The code of a key in a combination.
    @inline(__always)
    public subscript(combination: Int, key: Int) -> UInt16 { codes[combination * width + key] }

    /// Gathers the combinations of records' keys, given key by key.
    public init(columns: [[UInt16]]) {
        width = columns.count
        let records = columns.first?.count ?? 0
        var numbering = Numbering(records: records)
        for column in columns { numbering.refine(by: column) }
        // Numbers grow with the codes, the first key counting most: the order is that of the codes.
        var first = [Int32](repeating: -1, count: numbering.groups)
        var counts = [Int](repeating: 0, count: numbering.groups)
        for (record, group) in numbering.group.enumerated() {
            if first[Int(group)] < 0 { first[Int(group)] = Int32(record) }
            counts[Int(group)] += 1
        }
        var codes: [UInt16] = []
        codes.reserveCapacity(first.count * columns.count)
        for record in first { for column in columns { codes.append(column[Int(record)]) } }
        self.codes = codes
        self.counts = counts
        ofRecord = numbering.group
    }
}

/// Numbers records by what was looked at so far: equal ones have one number, and numbers follow the codes' order.
private struct Numbering {
    var group: [Int32]
    var groups: Int

    init(records: Int) {
        group = [Int32](repeating: 0, count: records)
        groups = records == 0 ? 0 : 1
    }

    mutating func refine(by column: [UInt16]) {
        let (ranks, distinct) = Self.ranks(of: column)
        let cells = groups * distinct
        if cells <= max(1 << 22, 4 * group.count) {
            refineDirectly(column, ranks, distinct, cells)
        } else {
            refineBySorting(column, ranks, distinct)
        }
    }

    /// For each code that occurs, its place among them.
    private static func ranks(of column: [UInt16]) -> ([Int32], Int) {
        var ranks = [Int32](repeating: -1, count: 1 << 16)
        for code in column { ranks[Int(code)] = 0 }
        var next: Int32 = 0
        for code in ranks.indices where ranks[code] == 0 {
            ranks[code] = next
            next += 1
        }
        return (ranks, Int(next))
    }

    private mutating func refineDirectly(_ column: [UInt16], _ ranks: [Int32], _ distinct: Int, _ cells: Int) {
        var numbers = [Int32](repeating: -1, count: cells)
        for record in group.indices {
            let cell = Int(group[record]) * distinct + Int(ranks[Int(column[record])])
            group[record] = Int32(cell)
            numbers[cell] = 0
        }
        var next: Int32 = 0
        for cell in numbers.indices where numbers[cell] == 0 {
            numbers[cell] = next
            next += 1
        }
        for record in group.indices { group[record] = numbers[Int(group[record])] }
        groups = Int(next)
    }

    private mutating func refineBySorting(_ column: [UInt16], _ ranks: [Int32], _ distinct: Int) {
        var cells = [Int](repeating: 0, count: group.count)
        for record in group.indices {
            cells[record] = Int(group[record]) * distinct + Int(ranks[Int(column[record])])
        }
        let order = cells.indices.sorted { cells[$0] < cells[$1] }
        var next: Int32 = -1
        var last = -1
        for record in order {
            if cells[record] != last { next += 1 }
            last = cells[record]
            group[record] = next
        }
        groups = Int(next) + 1
    }
}
