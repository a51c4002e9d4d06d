public import Foundation
import WeirCore
import WeirFormats
import WeirProtect

/// Measures and protects any table of codes, to compare weir with other programs.
public struct ProtectionTrial {
    /// How missing values are read when cells are suppressed.
    public enum Reading: String, CaseIterable, Sendable {
        /// A missing value is a value of its own.
        case strict
        /// A missing value matches every value.
        case wildcard
    }

    /// Why a table cannot be tried.
    public struct Trouble: Error {
        /// What is wrong, and what to do.
        public var sentence: String
    }

    private let scan: RecordScan
    private let names: [String]
    private let columns: [[UInt16]]
    private let cost: SuppressionCost
    private let sensitive: [(name: String, values: [UInt16], isOrdered: Bool)]
    private let k: Int
    private let diversity: Int

    /// Reads a table.
    /// - Parameters:
    ///   - keys: names separated by commas, each with its cost behind a colon, or `never`.
    ///   - sensitive: names, with a point before one whose values are ordered.
    ///   - diversity: how many different values of each sensitive column records with the same keys have to have.
    /// - Throws: `Trouble`, or what the file system says.
    public init(table: URL, keys: String, k: Int, sensitive: [String], diversity: Int = 1) throws {
        let parts = keys.split(separator: ",").map { $0.split(separator: ":") }
        names = parts.map { String($0[0]) }
        cost = SuppressionCost(
            weights: try parts.map { part in
                guard part.count > 1 else { return 1 }
                if part[1] == "never" { return nil }
                guard let weight = Int(part[1]), weight > 0 else {
                    throw Trouble(sentence: "\(part[1]) is no cost. Write a whole number, or never")
                }
                return weight
            })
        guard k > 1, names.count < 17 else { throw Trouble(sentence: "k has to be 2 or more, with up to 16 keys") }
        self.k = k
        self.diversity = diversity
        var scan = try RecordScan(table)
        let wanted = names + sensitive.map { $0.trimmingCharacters(in: ["."]) }
        columns = try Self.columns(wanted, of: &scan)
        self.scan = scan
        let first = names.count
        let all = columns
        self.sensitive = sensitive.enumerated().map {
            (wanted[first + $0], all[first + $0], $1.hasPrefix("."))
        }
    }

    private static func columns(_ names: [String], of scan: inout RecordScan) throws -> [[UInt16]] {
        let places = try names.map { name in
            guard let place = scan.header.firstIndex(of: name) else {
                throw Trouble(sentence: "the table has no column \(name). Name its columns as its header does")
            }
            return place
        }
        var columns = [[UInt16]](repeating: [], count: names.count)
        var row = 1
        try scan.forEach { bytes, cells in
            row += 1
            for (index, place) in places.enumerated() {
                guard place < cells.count, let code = cells[place].code(in: bytes) else {
                    throw Trouble(sentence: "row \(row), \(names[index]): not a whole number. Recode it first")
                }
                columns[index].append(code)
            }
        }
        return columns
    }

    private struct Figures: Encodable {
        var records, classes, kStrict, kWildcard, uniques, belowKStrict, belowKWildcard: Int
        var prosecutor, journalist, marketer: Double
        var sensitive: [String: [String: Double]]
        var wildcardCounts: [Int: Int]
    }

    private struct Suppressed: Encodable {
        var cells, cost, bound, unprotected: Int
        var byKey: [String: Int]
        var milliseconds: Int
    }

    private struct Report: Encodable {
        var before: Figures
        var suppressed: Suppressed?
        var after: Figures?
    }

    /// Measures, suppresses and measures again.
    /// - Returns: the figures as a JSON object.
    public func run(reading: Reading?, out: URL?) throws -> String {
        let keys = Array(columns.prefix(names.count))
        let clock = ContinuousClock()
        let started = clock.now
        let before = figures(keys)
        var report = Report(before: before)
        if let reading {
            let found = suppression(keys, reading)
            let protected = Self.masked(keys, found.masks)
            report.after = figures(protected)
            let byKey = names.indices.map { key in found.masks.count { $0 & (1 << UInt32(key)) != 0 } }
            report.suppressed = Suppressed(
                cells: found.cells, cost: found.cost, bound: found.bound,
                unprotected: found.unprotected.count + found.alike.count,
                byKey: Dictionary(zip(names, byKey), uniquingKeysWith: +),
                milliseconds: Int(started.duration(to: clock.now) / .milliseconds(1)))
            if let out { try write(protected, to: out) }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private func suppression(_ keys: [[UInt16]], _ reading: Reading) -> Suppression {
        switch reading {
        case .strict:
            ClassSuppression(
                Combinations(columns: keys), cost: cost, k: k,
                diversity: diversity > 1 ? Diversity(values: sensitive.map(\.values), least: diversity) : nil
            ).solve()
        case .wildcard: WildcardSuppression(columns: keys, cost: cost, k: k).solve()
        }
    }

    private func figures(_ keys: [[UInt16]]) -> Figures {
        let combinations = Combinations(columns: keys)
        let risk = RiskMeasures(combinations)
        let told = sensitive.map { name, values, isOrdered in
            let measured = SensitiveMeasures(combinations, values: values.map(Double.init), isOrdered: isOrdered)
            return (
                name, ["distinct": Double(measured.distinct), "entropy": measured.entropy, "t": measured.closeness]
            )
        }
        return Figures(
            records: combinations.ofRecord.count, classes: risk.classes, kStrict: risk.anonymity.strict.smallest,
            kWildcard: risk.anonymity.wildcard.smallest, uniques: risk.uniques,
            belowKStrict: risk.anonymity.strict.records(below: k),
            belowKWildcard: risk.anonymity.wildcard.records(below: k), prosecutor: risk.prosecutor,
            journalist: risk.journalist, marketer: risk.marketer,
            sensitive: Dictionary(told, uniquingKeysWith: { first, _ in first }),
            wildcardCounts: risk.anonymity.wildcard.recordsByK)
    }

    private static func masked(_ keys: [[UInt16]], _ masks: [UInt32]) -> [[UInt16]] {
        keys.enumerated().map { key, column in
            zip(column, masks).map { $1 & (1 << UInt32(key)) == 0 ? $0 : MissingReason.suppressed.rawValue }
        }
    }

    private func write(_ keys: [[UInt16]], to file: URL) throws {
        var writer = CSVWriter()
        writer.record(names)
        for record in 0..<(keys.first?.count ?? 0) { writer.record(keys.map { String($0[record]) }) }
        try Data(writer.bytes).write(to: file)
    }
}
