/// The tables of an earlier release of the same profile, as they are printed. Its rows are in a later release as they were:
/// whoever takes the one from the other counts the people who are new.
public struct EarlierTables: Sendable {
    let k: Int
    let places: [FrequencyTables.Line]
    let shown: [String: ShownQuestion]

    /// Tables that are out.
    public init(_ tables: FrequencyTables) {
        k = tables.k ?? 0
        places = tables.countries
        shown = Dictionary(tables.shown.map { ($0.question.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a later release may not tell of a question beside these tables.
    /// - Parameter countries: the later places.
    /// - Returns: nil where these do not have the question.
    func question(_ later: FrequencyTables.Question, among countries: [FrequencyTables.Line], k: Int)
        -> EarlierQuestion?
    {
        guard let earlier = shown[later.name] else { return nil }
        let from = countries.map { country in places.firstIndex { $0.code == country.code } }
        let grown = FrequencyMask(k: k).shown(Self.growth(from: earlier.question, to: later, places: from))
        var found = EarlierQuestion()
        found.masked = grown.maskedPositions.union(Self.masked(earlier, in: grown, places: from))
        found.small = grown.maskedPositions.filter { grown.isSmall($0, below: k) }
        return found
    }

    /// What the earlier tables mask, at its place in the later ones.
    private static func masked(
        _ earlier: ShownQuestion, in later: ShownQuestion, places: [Int?]
    ) -> Set<ShownQuestion.Position> {
        var found: Set<ShownQuestion.Position> = []
        for (number, line) in later.lines.enumerated() {
            guard let old = earlier.lines.first(where: { $0.kind == line.kind && $0.isLike(line.code, line.label) })
            else { continue }
            let cells = places.map { $0.map { old.cells[$0] } } + [old.cells.last]
            for (place, cell) in cells.enumerated() where cell?.isMasked ?? false {
                found.insert(.init(line: number, place: place))
            }
        }
        return found
    }

    /// The question as the new rows alone answered it; where rows are gone, how much their counts differ.
    private static func growth(
        from earlier: FrequencyTables.Question, to later: FrequencyTables.Question, places: [Int?]
    ) -> FrequencyTables.Question {
        let difference = { (counts: [Int], old: [Int]) in
            counts.indices.map { abs(counts[$0] - (places[$0].map { old.isEmpty ? 0 : old[$0] } ?? 0)) }
        }
        let lines = { (lines: [FrequencyTables.Line], old: [FrequencyTables.Line]) in
            lines.map { line in
                let before = old.first { $0.code == line.code && (line.code != nil || $0.label == line.label) }
                return FrequencyTables.Line(
                    label: line.label, code: line.code, counts: difference(line.counts, before?.counts ?? []))
            }
        }
        var grown = later
        grown.answers = lines(later.answers, earlier.answers)
        grown.answered = difference(later.answered, earlier.answered)
        grown.askedReasons = lines(later.askedReasons, earlier.askedReasons)
        grown.otherReasons = lines(later.otherReasons, earlier.otherReasons)
        return grown
    }
}

/// What the tables of an earlier release forbid to tell of a question.
struct EarlierQuestion {
    /// Cells that were masked, and those of which the difference would be a small count of new people, or give one back.
    var masked: Set<ShownQuestion.Position> = []
    /// Those of the small counts themselves.
    var small: Set<ShownQuestion.Position> = []
}

extension ShownQuestion.Line {
    fileprivate func isLike(_ code: UInt16?, _ label: String) -> Bool {
        self.code == code && (code != nil || self.label == label)
    }
}

extension ShownQuestion {
    fileprivate var maskedPositions: Set<Position> {
        Set(
            lines.enumerated().flatMap { number, line in
                line.cells.indices.filter { line.cells[$0].isMasked }.map { Position(line: number, place: $0) }
            })
    }

    /// Whether fewer than k gave an answer, or left an option out.
    fileprivate func isSmall(_ position: Position, below k: Int) -> Bool {
        guard let counts = counts[position.line] else { return false }
        let count = counts[position.place]
        let answered = question.answered
        let base = position.place < answered.count ? answered[position.place] : answered.reduce(0, +)
        let isOption = question.isMultiple && lines[position.line].kind == .answer
        return (1..<k).contains(count) || isOption && (1..<k).contains(base - count)
    }
}
