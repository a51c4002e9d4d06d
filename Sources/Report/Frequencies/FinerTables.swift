import WeirCore

/// The tables of the finer profile that a release is made from, as they are told there. Whoever has both may put them
/// together, also where the finer release is made later.
public struct FinerTables: Sendable {
    private let k: Int
    private let shown: [String: ShownQuestion]
    /// What becomes of the codes of a question's answers.
    private let codes: [String: [UInt16: UInt16]]
    /// What becomes of the countries.
    private let places: [UInt16?]
    private let rows: [Int]

    /// - Parameters:
    ///   - tables: the finer tables.
    ///   - coarser: the code that a question's answer becomes.
    ///   - place: the code that a country becomes.
    public init(
        _ tables: FrequencyTables, coarser: (_ question: String, _ code: UInt16) -> UInt16,
        place: (_ code: UInt16) -> UInt16
    ) {
        k = tables.k ?? 0
        shown = Dictionary(tables.shown.map { ($0.question.name, $0) }, uniquingKeysWith: { first, _ in first })
        codes = Dictionary(
            tables.questions.map { question in
                let told = question.answers.compactMap(\.code)
                return (question.name, Dictionary(told.map { ($0, coarser(question.name, $0)) }) { first, _ in first })
            }, uniquingKeysWith: { first, _ in first })
        places = tables.countries.map { $0.code.map(place) }
        rows = tables.countries.map { $0.counts.first ?? 0 }
    }

    /// The finer lines of a question.
    /// - Parameter countries: the coarser places with their rows.
    /// - Returns: nil where the two are not about the same rows, or the finer ones do not have the question.
    func question(_ name: String, among countries: [FrequencyTables.Line]) -> TablePair? {
        let coarse = countries.map { $0.counts.first ?? 0 }
        guard let shown = shown[name], rows.reduce(0, +) == coarse.reduce(0, +) else { return nil }
        let members = countries.map { country in places.indices.filter { places[$0] == country.code } }
        let people = zip(members, coarse).map { places, count in
            places.reduce(0) { $0 + rows[$1] } == count ? TablePair.People(more: 0, less: 0) : nil
        }
        return TablePair(
            other: shown, k: k, isFiner: true, codes: codes[name] ?? [:], places: members + [Array(rows.indices)],
            people: people + [TablePair.People(more: 0, less: 0)])
    }
}

/// A question of finer tables and the same of coarser ones, of which one is out and the other is going to be.
struct TablePair {
    typealias People = OtherTables.People

    /// The question that is out, or that nobody has yet who has the other.
    let other: ShownQuestion
    /// Its smallest count.
    let k: Int
    /// Whether it is the finer one.
    let isFiner: Bool
    /// The answers' codes in the coarser tables, by those in the finer ones.
    let codes: [UInt16: UInt16]
    /// For each of the coarser places the finer ones in it, all of them last.
    let places: [[Int]]
    /// For each of the coarser places who is in one of the two alone; nil where both have the same people and some hide
    /// where they are from.
    let people: [People?]

    /// A count to mask, because with the other question it tells a count that is masked in either, or one of few people whom
    /// the other one does not have.
    /// - Parameter shown: the question as it would be told.
    func telling(_ shown: ShownQuestion, k least: Int) -> ShownQuestion.Position? {
        let known = system(shown, isTold: true, k: least)
        let own = isFiner ? known.coarse : known.fine
        let masked = known.fine.masked(below: isFiner ? k : least).union(
            known.coarse.masked(below: isFiner ? least : k)
        )
        .union(known.few)
        let bounds = known.counts.bounds
        let found = masked.filter { isOne(bounds[$0]) }
        guard !found.isEmpty else { return nil }
        let before = system(shown, isTold: false, k: least).counts.bounds
        return found.filter { !isOne(before[$0]) }.min().flatMap { next(to: $0, known, own) }
    }

    private func isOne(_ range: ClosedRange<Int>) -> Bool { range.lowerBound == range.upperBound }

    /// The smallest count that is told where the exposed one is in its sum; otherwise the smallest of the question.
    private func next(to exposed: Int, _ known: System, _ own: TableCells) -> ShownQuestion.Position? {
        let told = own.told
        let sums = known.joins.filter { $0.contains(exposed) }
        let near = told.filter { position in sums.contains { $0.contains(own.cell(position)) } }
        return (near.isEmpty ? told : near).min {
            let (one, other) = (own.count($0), own.count($1))
            return (one, $0.line, $0.place) < (other, $1.line, $1.place)
        }
    }

    /// What is known of both, or with these counts untold.
    private func system(_ shown: ShownQuestion, isTold: Bool, k: Int) -> System {
        let (fine, coarse) = isFiner ? (other, shown) : (shown, other)
        var found = System(fine: TableCells(fine), coarse: TableCells(coarse))
        found.fine.add(to: &found.counts, isTold: isFiner || isTold)
        found.coarse.add(to: &found.counts, isTold: !isFiner || isTold)
        found.least = isFiner ? (k, self.k) : (self.k, k)
        for place in places.indices { join(fine, coarse, place, &found) }
        return found
    }

    /// A coarser count is the sum of the finer ones less what is suppressed of them.
    private func join(_ fine: ShownQuestion, _ coarse: ShownQuestion, _ place: Int, _ found: inout System) {
        let hides = coarse.question.otherReasons.contains { $0.code == MissingReason.suppressed.rawValue }
        for line in coarse.lines.indices {
            let finer = fine.lines.indices.filter { isPart(fine.lines[$0], of: coarse.lines[line]) }
            let inner = place == places.count - 1 ? [fine.question.answered.count] : places[place]
            let parts = finer.flatMap { line in inner.compactMap { found.fine.cells[.init(line: line, place: $0)] } }
            guard let whole = found.coarse.cells[.init(line: line, place: place)], !parts.isEmpty else { continue }
            found.join(whole, parts, isWhole: !hides, people[place])
        }
    }

    private func isPart(_ fine: ShownQuestion.Line, of coarse: ShownQuestion.Line) -> Bool {
        guard fine.kind == coarse.kind, coarse.code != MissingReason.suppressed.rawValue else { return false }
        guard let code = fine.code else { return fine.label == coarse.label }
        return (codes[code] ?? code) == coarse.code
    }

    /// Both tables' counts, and what the coarser ones are made of.
    private struct System {
        var counts = CountSystem()
        var fine: TableCells
        var coarse: TableCells
        /// What is small among those whom only the coarser one has, and only the finer one.
        var least = (more: 0, less: 0)
        /// The counts of each sum over both tables.
        var joins: [Set<Int>] = []
        /// Differences that are counts of few people.
        var few: Set<Int> = []

        init(fine: TableCells, coarse: TableCells) { (self.fine, self.coarse) = (fine, coarse) }

        mutating func join(_ whole: Int, _ inner: [Int], isWhole: Bool, _ people: People?) {
            let isWhole = isWhole && people != nil
            let gone = inner.reduce(0) { $0 + counts.counts[$1] } - counts.counts[whole]
            let (more, less) = (people?.more ?? 0, people?.less ?? 0)
            guard gone >= -more, !isWhole || gone <= less else { return }
            let most = isWhole ? less : less + max(gone, counts.counts.max() ?? 0)
            let slack = counts.add(gone, known: -more...most)
            counts.add(inner.map { ($0, 1) } + [(whole, -1), (slack, -1)])
            if isWhole, (1..<least.more).contains(-gone) || (1..<least.less).contains(gone) { few.insert(slack) }
            joins.append(Set(inner + [whole, slack]))
        }
    }
}

/// The counts of a question's lines as cells of a system, with the sums that everybody knows.
private struct TableCells {
    typealias Position = ShownQuestion.Position

    private let shown: ShownQuestion
    private(set) var cells: [Position: Int] = [:]
    private var counts: [Position: Int] = [:]

    init(_ shown: ShownQuestion) {
        self.shown = shown
        for (line, counts) in shown.counts.enumerated() {
            for (place, count) in (counts ?? []).enumerated() {
                self.counts[Position(line: line, place: place)] = count
            }
        }
    }

    func cell(_ position: Position) -> Int { cells[position] ?? -1 }
    func count(_ position: Position) -> Int { counts[position] ?? 0 }

    /// The counts that are told of somebody.
    var told: [Position] { counts.keys.filter { counts[$0] ?? 0 > 0 && !isMasked($0) } }

    func masked(below k: Int) -> Set<Int> {
        let few = cells.filter {
            isMasked($0.key) && ((1..<k).contains(count($0.key)) || shown.ofFewNew.contains($0.key))
        }
        return Set(few.map(\.value))
    }

    private func isMasked(_ position: Position) -> Bool { shown.lines[position.line].cells[position.place].isMasked }

    mutating func add(to system: inout CountSystem, isTold: Bool) {
        let most = shown.question.answered.indices.reduce(0) { sum, place in
            sum + shown.parts.reduce(0) { $0 + count(Position(line: $1, place: place)) }
        }
        for (position, count) in counts.sorted(by: { ($0.key.line, $0.key.place) < ($1.key.line, $1.key.place) }) {
            let range = isTold ? known(position, count, most) : 0...most
            cells[position] = system.add(count, known: range)
        }
        let all = shown.question.answered.count
        for line in shown.counts.indices where shown.counts[line] != nil {
            system.add((0...all).map { (cell(Position(line: line, place: $0)), $0 == all ? -1 : 1) })
        }
        for place in 0...all { addSums(of: place, to: &system) }
    }

    private func addSums(of place: Int, to system: inout CountSystem) {
        let at = { (line: Int) in self.cell(Position(line: line, place: place)) }
        let bases = shown.lines.indices.filter { shown.lines[$0].kind == .base }
        system.add(shown.parts.map { (at($0), 1) })
        if shown.parts.first != bases[0] {
            system.add([(at(bases[0]), -1)] + shown.parts.filter { $0 < bases[0] }.map { (at($0), 1) })
        }
        let asked = shown.question.askedReasons.indices.map { bases[1] + 1 + $0 }
        system.add([(at(bases[1]), -1), (at(bases[0]), 1)] + asked.map { (at($0), 1) })
    }

    /// A masked count is not nothing; where a base is masked, all of its options are.
    private func known(_ position: Position, _ count: Int, _ most: Int) -> ClosedRange<Int> {
        guard isMasked(position) else { return count...count }
        guard count > 0, shown.lines[position.line].kind != .base else { return 0...most }
        return 1...most
    }
}

extension ShownQuestion {
    /// The exact counts of each line, all places last; nil for a mean.
    var counts: [[Int]?] {
        let answered = question.answered
        let asked = answered.indices.map { place in
            question.askedReasons.reduce(answered[place]) { $0 + $1.counts[place] }
        }
        let answers = question.sums == nil ? question.answers.map { Optional($0.counts) } : [nil]
        let all =
            answers + [answered, asked] + (question.askedReasons + question.otherReasons).map { Optional($0.counts) }
        return all.map { $0.map { $0 + [$0.reduce(0, +)] } }
    }

    /// The lines that add up to all rows: one of them holds for each row.
    fileprivate var parts: [Int] {
        let isByAnswer = !question.isMultiple && question.sums == nil
        let base = lines.firstIndex { $0.kind == .base } ?? 0
        return (isByAnswer ? Array(0..<base) : [base]) + Array((base + 2)..<lines.count)
    }
}
