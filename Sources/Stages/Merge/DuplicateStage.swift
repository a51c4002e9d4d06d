public import WeirCore

/// Finds respondents of one country who gave the same answer to every closed question. Two people may agree by chance,
/// so this is a finding and never takes a row out.
public struct DuplicateStage: Stage {
    private let country: Int?
    private let codes: [Int]
    private let numbers: [Int]

    public var name: String { "merge" }

    /// A stage that compares the delivered columns.
    public init(schema: Schema, countryVariable: Int) {
        country = schema.places[countryVariable].code
        codes = schema.columns.compactMap { if case .code(let place) = $0.kind { place } else { nil } }
        numbers = schema.columns.compactMap { if case .number(let place) = $0.kind { place } else { nil } }
    }

    public func process(_ batch: Batch<Harmonised>) throws -> (Batch<Harmonised>, DuplicateSummary) {
        let storage = batch.storage
        var hashes = [UInt64](repeating: 0xCBF2_9CE4_8422_2325, count: storage.rowCount)
        let rows = storage.rowCount
        hashes.withUnsafeMutableBufferPointer { hashes in
            storage.codes.withUnsafeBufferPointer { codes in
                for column in self.codes {
                    for row in hashes.indices { Self.mix(UInt64(codes[column * rows + row]), into: &hashes[row]) }
                }
            }
            storage.numbers.withUnsafeBufferPointer { numbers in
                for column in self.numbers {
                    for row in hashes.indices { Self.mix(numbers[column * rows + row].bitPattern, into: &hashes[row]) }
                }
            }
        }
        var summary = DuplicateSummary()
        for (row, hash) in hashes.enumerated() {
            let code = country.map { storage.codes[$0 * storage.rowCount + row] } ?? 0
            summary.add(hash, country: code)
        }
        return (batch, summary)
    }

    /// A step of FNV-1a over whole values, with the high half folded in, as values are wider than a byte.
    @inline(__always)
    private static func mix(_ value: UInt64, into hash: inout UInt64) {
        hash = (hash ^ value) &* 0x0000_0100_0000_01B3
        hash ^= hash >> 29
    }
}

/// What the comparison learns.
public struct DuplicateSummary: Summary {
    /// Hashes of answers seen so far, by country.
    private var seen: [UInt16: SeenHashes] = [:]
    /// Rows that have the same answers as an earlier one, by the country's code.
    public private(set) var repeats: [UInt16: Int] = [:]

    public init() {}

    mutating func add(_ hash: UInt64, country: UInt16) {
        if !seen[country, default: SeenHashes()].insert(hash) { repeats[country, default: 0] += 1 }
    }

    public mutating func merge(_ later: Self) {
        repeats.merge(later.repeats, uniquingKeysWith: +)
        for (country, hashes) in later.seen {
            hashes.forEach { add($0, country: country) }
        }
    }
}
