/// What can be worked out of counts of which some are masked: a line for each answer, a place for each country, and all of
/// them last. The answers of a place add up to its rows, and those of the countries to all; a masked count is not nothing, unless
/// it was not when an earlier release masked it.
struct MaskedGrid {
    private let places: Int
    private let shown: [Int?]
    private var system = CountSystem()

    /// - Parameters:
    ///   - shown: the counts, all places together last; nil where one is masked.
    ///   - counts: the same without masks.
    init(_ shown: [[Int?]], _ counts: [[Int]]) {
        let places = shown.first?.count ?? 0
        self.places = places
        self.shown = shown.flatMap(\.self)
        let most = counts.joined().reduce(0, +)
        for (count, told) in zip(counts.joined(), self.shown) {
            _ = system.add(count, known: told.map { $0...$0 } ?? min(1, count)...max(1, most))
        }
        for line in shown.indices {
            system.add((0..<places).map { (cell: line * places + $0, sign: $0 == places - 1 ? -1 : 1) })
        }
        for place in 0..<places { system.add(shown.indices.map { (cell: $0 * places + place, sign: 1) }) }
    }

    /// A masked count below k that can only be one number: its line and its place.
    func exposed(_ k: Int) -> (line: Int, place: Int)? {
        let (bounds, counts) = (system.jointBounds, system.counts)
        let found = counts.indices.first {
            shown[$0] == nil && (1..<k).contains(counts[$0]) && bounds[$0].lowerBound == bounds[$0].upperBound
        }
        return found.map { ($0 / places, $0 % places) }
    }
}
