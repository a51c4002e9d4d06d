import Foundation
import WeirCore

/// What the keys of a table tell, in figures. Each names its source; n is the number of records, f the size of a class
/// of records with the same keys, missing values taken as values of their own.
public struct RiskMeasures: Sendable {
    /// k under both readings of missing: the smallest f (Samarati and Sweeney 1998).
    public var anonymity: KAnonymity
    /// How many classes there are.
    public var classes: Int
    /// Records with f = 1: sample uniques (Skinner and Elliot 2002).
    public var uniques: Int
    /// The largest 1 / f: somebody looks for a person known to be in the table (Marsh et al. 1991; El Emam 2013).
    public var prosecutor: Double
    /// The largest 1 / F: somebody looks for any person of the population, F being the class's size there. Without
    /// figures about the population F = f, which is the most it can be, and the same as the prosecutor's.
    public var journalist: Double
    /// The mean of 1 / f over records, classes / n: the share that a match of everybody would get right (El Emam 2013).
    public var marketer: Double
    /// The fewest distinct offices in a class; nil when no office is known.
    public var offices: Int?

    /// Measures a table.
    /// - Parameters:
    ///   - offices: the office of each record, missing codes where it is not known.
    ///   - population: for each combination, how many people of the population have it.
    public init(_ combinations: Combinations, offices: [UInt16]? = nil, population: [Int]? = nil) {
        anonymity = KAnonymity(combinations)
        classes = combinations.count
        uniques = combinations.counts.count { $0 == 1 }
        let records = combinations.ofRecord.count
        prosecutor = combinations.counts.map { 1 / Double($0) }.max() ?? 0
        let sizes = population.map { zip($0, combinations.counts).map(max) } ?? combinations.counts
        journalist = sizes.map { 1 / Double($0) }.max() ?? 0
        marketer = records == 0 ? 0 : Double(classes) / Double(records)
        self.offices = offices.map { Self.fewest(of: $0, combinations) }
    }

    /// A record without an office counts as an office of its own: nothing says that it is one of the others'.
    private static func fewest(of offices: [UInt16], _ combinations: Combinations) -> Int {
        var known = [Set<UInt16>](repeating: [], count: combinations.count)
        var unknown = [Int](repeating: 0, count: combinations.count)
        for (record, office) in offices.enumerated() {
            let combination = Int(combinations.ofRecord[record])
            if office.isMissing { unknown[combination] += 1 } else { known[combination].insert(office) }
        }
        return zip(known, unknown).map { $0.count + $1 }.min() ?? 0
    }
}

/// What a class of records with the same keys tells about a sensitive variable.
public struct SensitiveMeasures: Sendable {
    /// Distinct l: the fewest different values in a class (Machanavajjhala et al. 2007).
    public var distinct: Int
    /// Entropy l: the smallest exp(−Σ q ln q) of a class, q being a value's share in it (Machanavajjhala et al. 2007).
    public var entropy: Double
    /// t: the largest distance between a class's shares q and the table's p (Li, Li and Venkatasubramanian 2007). For
    /// categories, which are all as far from each other, Σ |q − p| / 2; for ordered values, Σ |Σ (q − p)| / (m − 1), m
    /// being the number of values.
    public var closeness: Double

    /// Measures one sensitive variable.
    /// - Parameter isOrdered: whether the values are numbers or points of a scale.
    public init(_ combinations: Combinations, values: [Double], isOrdered: Bool) {
        let all = Set(values).sorted()
        let place = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        var counts = [[Int: Int]](repeating: [:], count: combinations.count)
        var totals = [Int](repeating: 0, count: all.count)
        for (record, value) in values.enumerated() {
            let index = place[value] ?? 0
            counts[Int(combinations.ofRecord[record])][index, default: 0] += 1
            totals[index] += 1
        }
        distinct = counts.map(\.count).min() ?? 0
        entropy = zip(counts, combinations.counts).map(Self.entropy).min().map(exp) ?? 0
        closeness =
            zip(counts, combinations.counts)
            .map { Self.distance($0, $1, totals, values.count, isOrdered) }.max() ?? 0
    }

    private static func entropy(_ counts: [Int: Int], _ size: Int) -> Double {
        // In a fixed order: sums of fractions depend on it.
        -counts.values.sorted().reduce(0) { sum, count in
            let share = Double(count) / Double(size)
            return sum + share * log(share)
        }
    }

    private static func distance(
        _ counts: [Int: Int], _ size: Int, _ totals: [Int], _ records: Int, _ isOrdered: Bool
    ) -> Double {
        let differences = totals.indices.map {
            Double(counts[$0] ?? 0) / Double(size) - Double(totals[$0]) / Double(records)
        }
        guard isOrdered else { return differences.reduce(0) { $0 + abs($1) } / 2 }
        var carried = 0.0
        let work = differences.reduce(0.0) { sum, difference in
            carried += difference
            return sum + abs(carried)
        }
        return totals.count > 1 ? work / Double(totals.count - 1) : 0
    }
}
