/// What can be worked out of counts of which some are masked: a line for each answer, a place for each country, and all of
/// them last. The answers of a place add up to its rows, and those of the countries to all; a masked count is not nothing.
struct MaskedGrid {
    private typealias Sum = [(cell: Int, sign: Int)]

    private let places: Int
    private let shown: [Int?]
    private let counts: [Int]
    private let sums: [Sum]

    /// - Parameters:
    ///   - shown: the counts, all places together last; nil where one is masked.
    ///   - counts: the same without masks.
    init(_ shown: [[Int?]], _ counts: [[Int]]) {
        let places = shown.first?.count ?? 0
        self.places = places
        self.shown = shown.flatMap(\.self)
        self.counts = counts.flatMap(\.self)
        let lines = shown.indices.map { line in
            (0..<places).map { (cell: line * places + $0, sign: $0 == places - 1 ? -1 : 1) }
        }
        let columns = (0..<places).map { place in shown.indices.map { (cell: $0 * places + place, sign: 1) } }
        sums = lines + columns
    }

    /// A masked count below k that can only be one number: its line and its place.
    func exposed(_ k: Int) -> (line: Int, place: Int)? {
        let bounds = bounds
        let found = counts.indices.first {
            shown[$0] == nil && (1..<k).contains(counts[$0]) && bounds[$0].lowerBound == bounds[$0].upperBound
        }
        return found.map { ($0 / places, $0 % places) }
    }

    /// The least and the most that each count can be: each is what the others leave of a sum. Counts come to an end soon;
    /// those that creep towards one another in large tables are far from being one number.
    private var bounds: [ClosedRange<Int>] {
        let most = counts.reduce(0, +)
        var bounds = shown.map { count in count.map { $0...$0 } ?? 1...max(1, most) }
        for _ in 0..<100 {
            guard sums.reduce(false, { narrow($1, &bounds) || $0 }) else { break }
        }
        return bounds
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
