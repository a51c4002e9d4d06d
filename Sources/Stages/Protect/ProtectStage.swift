public import WeirCore

/// Measures disclosure risk. Nothing is changed yet, so what comes out is for the house only.
public struct ProtectStage: Stage {
    private let keyColumns: [Int]
    private let columns: [Int]
    private let numberColumns: [Int]

    public var name: String { "protect" }

    /// A stage that measures over closed variables.
    /// - Parameter keys: the key variables, by their places in the codebook.
    public init(schema: Schema, keys: [Int]) {
        keyColumns = keys.compactMap { schema.places[$0].code }
        columns = schema.columns.compactMap { if case .code(let place) = $0.kind { place } else { nil } }
        numberColumns = schema.columns.compactMap { if case .number(let place) = $0.kind { place } else { nil } }
    }

    public func process(_ batch: Batch<Harmonised>) throws -> (Batch<Protected>, ProtectSummary) {
        let storage = batch.storage
        var summary = ProtectSummary()
        for row in 0..<storage.rowCount {
            let key = keyColumns.map { storage.codes[$0 * storage.rowCount + row] }
            summary.combinations[key, default: 0] += 1
        }
        for column in columns { count(column, storage, &summary) }
        for column in numberColumns {
            let numbers = storage.numbers[column * storage.rowCount..<(column + 1) * storage.rowCount]
            summary.numbers[column] = Dictionary(numbers.map { ($0, 1) }, uniquingKeysWith: +)
        }
        return (batch.advanced(), summary)
    }

    /// Frequencies for the codebook. Nearly all codes are small.
    private func count(_ column: Int, _ storage: BatchStorage, _ summary: inout ProtectSummary) {
        let start = column * storage.rowCount
        var small = [Int](repeating: 0, count: 256)
        var last: UInt16 = .max
        var repeats = 0
        var counts: [UInt16: Int] = [:]
        func close() {
            if repeats > 0 { counts[last, default: 0] += repeats }
            repeats = 0
        }
        for code in storage.codes[start..<start + storage.rowCount] {
            if code < 256 {
                small[Int(code)] += 1
            } else {
                if code != last { close() }
                last = code
                repeats += 1
            }
        }
        close()
        for (code, count) in small.enumerated() where count > 0 { counts[UInt16(code)] = count }
        summary.frequencies[column, default: [:]].merge(counts, uniquingKeysWith: +)
    }
}

/// What Protect learns: how often each combination of keys occurs, and each code and number of each column.
public struct ProtectSummary: Summary {
    /// Records by their combination of key codes.
    public var combinations: [[UInt16]: Int] = [:]
    /// For each code column, records by code.
    public var frequencies: [Int: [UInt16: Int]] = [:]
    /// For each number column, records by number or missing reason.
    public var numbers: [Int: [Double: Int]] = [:]

    public init() {}

    public mutating func merge(_ later: Self) {
        combinations.merge(later.combinations, uniquingKeysWith: +)
        for (column, counts) in later.frequencies {
            frequencies[column, default: [:]].merge(counts, uniquingKeysWith: +)
        }
        for (column, counts) in later.numbers { numbers[column, default: [:]].merge(counts, uniquingKeysWith: +) }
    }
}
