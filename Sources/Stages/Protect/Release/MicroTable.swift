public import WeirCore

/// The rows of a data set in columns, by the places of a schema: answers only, no text.
public struct MicroTable: Sendable {
    /// How many rows there are.
    public var rows: Int
    /// Codes by the place of their column.
    public var codes: [Int: [UInt16]]
    /// Numbers or missing reasons by the place of their column.
    public var numbers: [Int: [Double]]

    /// A table of columns of one length.
    public init(rows: Int, codes: [Int: [UInt16]], numbers: [Int: [Double]]) {
        self.rows = rows
        self.codes = codes
        self.numbers = numbers
    }

    /// The same table with some of its rows, in their order.
    public func keeping(_ kept: [Int]) -> MicroTable {
        MicroTable(
            rows: kept.count, codes: codes.mapValues { column in kept.map { column[$0] } },
            numbers: numbers.mapValues { column in kept.map { column[$0] } })
    }

    /// The rows of another table behind these. What one of the two does not tell is suppressed in its rows.
    public func adding(_ other: MicroTable) -> MicroTable {
        let suppressed = MissingReason.suppressed.rawValue
        return MicroTable(
            rows: rows + other.rows, codes: joined(codes, other.codes, other.rows, else: suppressed),
            numbers: joined(numbers, other.numbers, other.rows, else: Double(suppressed)))
    }

    private func joined<Value>(
        _ own: [Int: [Value]], _ others: [Int: [Value]], _ further: Int, else value: Value
    ) -> [Int: [Value]] {
        let places = Set(own.keys).union(others.keys)
        return Dictionary(
            uniqueKeysWithValues: places.map { place in
                let first = own[place] ?? Array(repeating: value, count: rows)
                return (place, first + (others[place] ?? Array(repeating: value, count: further)))
            })
    }

    /// Whether another table has all that this one tells in some columns.
    /// - Parameter rows: for each row its place in the other table.
    public func isTold(by other: MicroTable, at rows: [Int], in columns: [DataColumn]) -> Bool {
        columns.allSatisfy { column in
            rows.enumerated().allSatisfy { row, place in
                isSuppressed(column.kind, row)
                    || other.has(column.kind) && value(column.kind, row) == other.value(column.kind, place)
            }
        }
    }

    private func has(_ column: DataColumn.Kind) -> Bool {
        switch column {
        case .code(let place): codes[place] != nil
        case .number(let place): numbers[place] != nil
        case .text: true
        }
    }

    /// How many cells of some columns are suppressed.
    public func suppressed(_ columns: [DataColumn]) -> Int {
        columns.reduce(0) { sum, column in sum + (0..<rows).count { isSuppressed(column.kind, $0) } }
    }

    /// The value of a column as a number, for comparing.
    func value(_ column: DataColumn.Kind, _ row: Int) -> Double {
        switch column {
        case .code(let place): Double(codes[place]?[row] ?? 0)
        case .number(let place): numbers[place]?[row] ?? 0
        case .text: 0
        }
    }

    /// Suppresses a cell.
    mutating func suppress(_ column: DataColumn.Kind, _ row: Int) {
        switch column {
        case .code(let place): codes[place]?[row] = MissingReason.suppressed.rawValue
        case .number(let place): numbers[place]?[row] = Double(MissingReason.suppressed.rawValue)
        case .text: break
        }
    }

    /// Suppresses the cells of some rows.
    /// - Returns: whether any of them was told.
    mutating func suppress(_ column: DataColumn.Kind, in rows: [Int]) -> Bool {
        var isChanged = false
        for row in rows where !isSuppressed(column, row) {
            suppress(column, row)
            isChanged = true
        }
        return isChanged
    }

    func isSuppressed(_ column: DataColumn.Kind, _ row: Int) -> Bool {
        value(column, row) == Double(MissingReason.suppressed.rawValue)
    }
}

/// Which columns of a schema a release has, and how its variables hang together. A data set's one time, the month in which
/// an interview was submitted, is the last variable of a release's codebook, and withheld where the profile does not have it
/// among its keys.
public struct ReleaseLayout: Sendable {
    /// The schema.
    public let schema: Schema
    /// The columns of the release, in the data set's order.
    public let columns: [DataColumn]
    /// For each variable, its columns in the release.
    let ofVariable: [Int: [DataColumn]]
    /// For each variable, those that are only asked after certain answers to it.
    let followUps: [Int: [Int]]
    /// For each variable, those whose answers decide whether it is asked.
    let gates: [Int: [Int]]

    /// The layout of a profile: closed questions and numbers that are not withheld. Open answers, their reasons and
    /// lengths never stand in a release's rows.
    public init(schema: Schema, withheld: Set<Int>) {
        self.schema = schema
        columns = schema.columns.filter { column in
            if case .text = column.kind { return false }
            return column.companion == nil && !withheld.contains(column.variable)
        }
        ofVariable = Dictionary(grouping: columns, by: \.variable)
        var followUps: [Int: [Int]] = [:]
        var gates: [Int: [Int]] = [:]
        let present = Set(columns.map(\.variable))
        for (index, variable) in schema.codebook.variables.enumerated() where present.contains(index) {
            let asked = variable.universe.variables.compactMap(schema.codebook.index(of:)).filter(present.contains)
            gates[index] = asked
            for gate in asked { followUps[gate, default: []].append(index) }
        }
        self.followUps = followUps
        self.gates = gates
    }

    /// The answers to a question as numbers to compare: of a multi-select, a number for each choice of options.
    func answers(_ variable: Int, _ table: MicroTable) -> [Double] {
        let columns = ofVariable[variable] ?? []
        guard columns.count > 1 else {
            return columns.first.map { column in (0..<table.rows).map { table.value(column.kind, $0) } } ?? []
        }
        var known: [[Double]: Double] = [:]
        return (0..<table.rows).map { row in
            let choice = columns.map { table.value($0.kind, row) }
            let number = known[choice] ?? Double(known.count)
            known[choice] = number
            return number
        }
    }

    /// Rows in which nothing is told about a question.
    func isHidden(_ variable: Int, _ row: Int, _ table: MicroTable) -> Bool {
        (ofVariable[variable] ?? []).allSatisfy { table.isSuppressed($0.kind, row) }
    }

    /// The code column of a variable with one category.
    func codes(_ variable: Int, _ table: MicroTable) -> [UInt16] {
        schema.places[variable].code.flatMap { table.codes[$0] } ?? []
    }
}
