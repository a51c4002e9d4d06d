import WeirCore

/// How the numbers of one variable are spread.
struct Distribution {
    let count: Int
    let lower, median, upper, mean: String
    /// One record's number each: told where records are.
    let smallest, largest: String?

    private static let firstReason = Double(MissingReason.codes.lowerBound)

    /// Nil when there is no number.
    /// - Parameters:
    ///   - records: records by number or missing reason.
    ///   - hasEnds: whether the smallest and the largest number are told.
    init?(_ records: [Double: Int], hasEnds: Bool = true) {
        let numbers = records.filter { $0.key < Self.firstReason }.sorted { $0.key < $1.key }
        guard let first = numbers.first, let last = numbers.last else { return nil }
        let count = numbers.reduce(0) { $0 + $1.value }
        self.count = count
        (smallest, largest) = hasEnds ? (first.key.written, last.key.written) : (nil, nil)
        func quantile(_ quarters: Int) -> String {
            // The smallest number that at least this share of the records does not exceed.
            var rest = max(1, (count * quarters + 3) / 4)
            for (number, records) in numbers {
                rest -= records
                if rest <= 0 { return number.written }
            }
            return last.key.written
        }
        (lower, median, upper) = (quantile(1), quantile(2), quantile(3))
        // In the order of the numbers, so that the sum is the same on every machine.
        let sum = numbers.reduce(0) { $0 + $1.key * Double($1.value) }
        mean = ((sum / Double(count) * 10).rounded() / 10).written
    }
}
