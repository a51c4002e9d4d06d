/// Counts of which some are known, and sums over them: what each of them can be.
struct CountSystem {
    typealias Sum = [(cell: Int, sign: Int)]

    private(set) var counts: [Int] = []
    private var known: [ClosedRange<Int>] = []
    private var sums: [Sum] = []

    /// Adds a count.
    /// - Parameter known: what it can be, for somebody who knows no sum.
    /// - Returns: its place.
    mutating func add(_ count: Int, known range: ClosedRange<Int>) -> Int {
        counts.append(count)
        known.append(range)
        return counts.count - 1
    }

    /// Adds a sum of which everybody knows the value.
    mutating func add(_ sum: Sum) { sums.append(sum) }

    /// The least and the most that each count can be: each is what the others leave of a sum. Counts come to an end soon;
    /// those that creep towards one another in large tables are far from being one number.
    var bounds: [ClosedRange<Int>] { narrowed(known, by: sums) }

    /// The same, where several sums together may leave less than each by itself.
    var jointBounds: [ClosedRange<Int>] {
        let alone = bounds
        return narrowed(alone, by: sums + solved(alone))
    }

    private func narrowed(_ first: [ClosedRange<Int>], by sums: [Sum]) -> [ClosedRange<Int>] {
        var bounds = first
        for _ in 0..<100 {
            guard sums.reduce(false, { narrow($1, &bounds) || $0 }) else { break }
        }
        return bounds
    }

    /// Sums over the counts that are not settled, each solved for one that is in no other (Gauss and Jordan). Those of a
    /// table have no other factors than 1 and -1; where there are others, the sum is left out.
    private func solved(_ bounds: [ClosedRange<Int>]) -> [Sum] {
        var waiting = sums.map { sum in
            Dictionary(
                sum.filter { bounds[$0.cell].lowerBound < bounds[$0.cell].upperBound }.map { ($0.cell, $0.sign) },
                uniquingKeysWith: +)
        }
        var done: [[Int: Int]] = []
        while var row = waiting.popLast() {
            guard let pivot = row.keys.filter({ abs(row[$0] ?? 0) == 1 }).min(), let sign = row[pivot] else { continue }
            row = row.mapValues { $0 * sign }
            let without = { (other: [Int: Int]) in
                guard let times = other[pivot] else { return other }
                return other.merging(row.mapValues { -times * $0 }, uniquingKeysWith: +).filter { $0.value != 0 }
            }
            (waiting, done) = (waiting.map(without), done.map(without) + [row])
        }
        return done.filter { $0.values.allSatisfy { abs($0) == 1 } }
            .map { row in row.keys.sorted().map { ($0, row[$0] ?? 0) } }
    }

    private func narrow(_ sum: Sum, _ bounds: inout [ClosedRange<Int>]) -> Bool {
        let value = sum.reduce(0) { $0 + $1.sign * counts[$1.cell] }
        let ends = sum.map { part in
            part.sign > 0 ? bounds[part.cell] : -bounds[part.cell].upperBound ... -bounds[part.cell].lowerBound
        }
        let (least, most) = (ends.reduce(0) { $0 + $1.lowerBound }, ends.reduce(0) { $0 + $1.upperBound })
        var isChanged = false
        for (part, end) in zip(sum, ends) {
            let (low, high) = (value - (most - end.upperBound), value - (least - end.lowerBound))
            let left = part.sign > 0 ? low...high : -high ... -low
            let narrowed = bounds[part.cell].clamped(to: left)
            if narrowed != bounds[part.cell] { (bounds[part.cell], isChanged) = (narrowed, true) }
        }
        return isChanged
    }
}
