import WeirCore

/// A universe, ready to be tested on the rows of a batch. A comparison with a missing value is false: the form, too,
/// shows nothing after a blank.
indirect enum UniverseTest: Sendable {
    case everyone
    case code(column: Int, Universe.Comparison, Double)
    case number(column: Int, Universe.Comparison, Double)
    case ticked(column: Int)
    case never
    case and(UniverseTest, UniverseTest)
    case or(UniverseTest, UniverseTest)

    init(_ universe: Universe, schema: Schema) {
        switch universe {
        case .everyone: self = .everyone
        case .and(let left, let right):
            self = .and(UniverseTest(left, schema: schema), UniverseTest(right, schema: schema))
        case .or(let left, let right):
            self = .or(UniverseTest(left, schema: schema), UniverseTest(right, schema: schema))
        case .selected(let name, let category): self = Self.selected(name, category, schema)
        case .compare(let name, let sign, .category(let category)):
            self = Self.compare(name, sign, category, schema)
        case .compare(let name, let sign, .number(let number)):
            guard let index = schema.codebook.index(of: name), let column = schema.places[index].number else {
                self = .never
                return
            }
            self = .number(column: column, sign, number)
        }
    }

    private static func selected(_ name: String, _ category: String, _ schema: Schema) -> UniverseTest {
        guard let index = schema.codebook.index(of: name), let first = schema.places[index].code,
            let option = schema.codebook.variables[index].categories.firstIndex(where: { $0.name == category })
        else { return .never }
        if schema.codebook.variables[index].type == .multi { return .ticked(column: first + option) }
        return compare(name, .equal, category, schema)
    }

    private static func compare(
        _ name: String, _ sign: Universe.Comparison, _ category: String, _ schema: Schema
    ) -> UniverseTest {
        guard let index = schema.codebook.index(of: name), let column = schema.places[index].code,
            let category = schema.codebook.variables[index].category(named: category)
        else { return .never }
        return .code(column: column, sign, Double(category.code))
    }

    /// Whether each row belongs to the universe, as 1 or 0: a column after the other, as they stand.
    func fill(_ marks: UnsafeMutableBufferPointer<UInt8>, in storage: BatchStorage) {
        let rows = storage.rowCount
        switch self {
        case .everyone: marks.update(repeating: 1)
        case .never: marks.update(repeating: 0)
        case .code(let column, let sign, let value):
            storage.codes.withUnsafeBufferPointer { codes in
                let codes = UnsafeBufferPointer(rebasing: codes[column * rows..<(column + 1) * rows])
                sign.mark(marks, value) { codes[$0] == 0 || codes[$0].isMissing ? nil : Double(codes[$0]) }
            }
        case .number(let column, let sign, let value):
            let least = Double(MissingReason.codes.lowerBound)
            storage.numbers.withUnsafeBufferPointer { numbers in
                let numbers = UnsafeBufferPointer(rebasing: numbers[column * rows..<(column + 1) * rows])
                sign.mark(marks, value) { numbers[$0] < least ? numbers[$0] : nil }
            }
        case .ticked(let column):
            storage.codes.withUnsafeBufferPointer { codes in
                let codes = UnsafeBufferPointer(rebasing: codes[column * rows..<(column + 1) * rows])
                for row in 0..<rows { marks[row] = codes[row] == 1 ? 1 : 0 }
            }
        case .and(let left, let right): Self.fill(marks, left, right, storage) { $0 & $1 }
        case .or(let left, let right): Self.fill(marks, left, right, storage) { $0 | $1 }
        }
    }

    @inline(__always)
    private static func fill(
        _ marks: UnsafeMutableBufferPointer<UInt8>, _ left: Self, _ right: Self, _ storage: BatchStorage,
        _ join: (UInt8, UInt8) -> UInt8
    ) {
        left.fill(marks, in: storage)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: marks.count) { others in
            others.initialize(repeating: 0)
            right.fill(others, in: storage)
            for row in marks.indices { marks[row] = join(marks[row], others[row]) }
        }
    }

    /// Whether each row belongs to the universe, as 1 or 0.
    func marks(in storage: BatchStorage) -> [UInt8] {
        var marks = [UInt8](repeating: 0, count: storage.rowCount)
        marks.withUnsafeMutableBufferPointer { fill($0, in: storage) }
        return marks
    }

    /// Whether a row belongs to the universe.
    func holds(in storage: BatchStorage, row: Int) -> Bool {
        switch self {
        case .everyone: return true
        case .never: return false
        case .code(let column, let sign, let value):
            let code = storage.codes[column * storage.rowCount + row]
            return !code.isMissing && code > 0 && sign.holds(Double(code), value)
        case .number(let column, let sign, let value):
            let number = storage.numbers[column * storage.rowCount + row]
            return number < Double(MissingReason.codes.lowerBound) && sign.holds(number, value)
        case .ticked(let column): return storage.codes[column * storage.rowCount + row] == 1
        case .and(let left, let right): return left.holds(in: storage, row: row) && right.holds(in: storage, row: row)
        case .or(let left, let right): return left.holds(in: storage, row: row) || right.holds(in: storage, row: row)
        }
    }

    private static let undecided: [UInt16] = [.noAnswer, .unmapped, .notUsable].map(\MissingReason.rawValue)

    /// Whether an answer that it looks at is missing or cannot be read, so that nobody knows who belongs to the universe.
    func isUndecided(in storage: BatchStorage, row: Int) -> Bool {
        switch self {
        case .everyone, .never: return false
        case .code(let column, _, _), .ticked(let column):
            return Self.undecided.contains(storage.codes[column * storage.rowCount + row])
        case .number(let column, _, _):
            let number = storage.numbers[column * storage.rowCount + row]
            return Self.undecided.contains { Double($0) == number }
        case .and(let left, let right), .or(let left, let right):
            return left.isUndecided(in: storage, row: row) || right.isUndecided(in: storage, row: row)
        }
    }

    /// Whether a row would belong to the universe if the answers that the interview did not reach were the right ones.
    func mightHold(in storage: BatchStorage, row: Int) -> Bool {
        switch self {
        case .everyone, .never: return holds(in: storage, row: row)
        case .code(let column, _, _), .ticked(let column):
            let isReached = storage.codes[column * storage.rowCount + row] != MissingReason.notReached.rawValue
            return !isReached || holds(in: storage, row: row)
        case .number(let column, _, _):
            let isReached =
                storage.numbers[column * storage.rowCount + row] != Double(MissingReason.notReached.rawValue)
            return !isReached || holds(in: storage, row: row)
        case .and(let left, let right):
            return left.mightHold(in: storage, row: row) && right.mightHold(in: storage, row: row)
        case .or(let left, let right):
            return left.mightHold(in: storage, row: row) || right.mightHold(in: storage, row: row)
        }
    }
}

extension Universe.Comparison {
    /// Compares a value of each row, when there is one, with another. One loop for each sign, so that the processor compares
    /// many rows at once.
    @inline(__always)
    fileprivate func mark(
        _ marks: UnsafeMutableBufferPointer<UInt8>, _ value: Double, _ number: (_ row: Int) -> Double?
    ) {
        @inline(__always)
        func each(_ holds: (Double) -> Bool) {
            for row in marks.indices { marks[row] = number(row).map(holds) ?? false ? 1 : 0 }
        }
        switch self {
        case .equal: each { $0 == value }
        case .unequal: each { $0 != value }
        case .less: each { $0 < value }
        case .atMost: each { $0 <= value }
        case .more: each { $0 > value }
        case .atLeast: each { $0 >= value }
        }
    }
}
