import Testing

@testable import WeirReport

/// The tables that are asked for first.
@Suite struct FrequencyTests {
    private typealias Line = FrequencyTables.Line

    private static func question(
        _ answers: [[Int]], answered: [Int]? = nil, asked: [[Int]] = [], others: [[Int]] = [], isMultiple: Bool = false,
        sums: [Double]? = nil
    ) -> FrequencyTables.Question {
        let lines = { (counts: [[Int]], name: String) in
            counts.enumerated().map { Line(label: "\(name)\($0)", counts: $1) }
        }
        let countries = (answers.first ?? answered ?? []).indices
        return FrequencyTables.Question(
            name: "q", text: "Which?", universe: "", isMultiple: isMultiple, answers: lines(answers, "a"),
            answered: answered ?? countries.map { country in answers.reduce(0) { $0 + $1[country] } },
            askedReasons: lines(asked, "r"), otherReasons: lines(others, "o"), sums: sums)
    }

    private static func counts(_ shown: ShownQuestion, _ label: String) -> [Int?] {
        shown.lines.first { $0.label == label }?.cells.map(\.count) ?? []
    }

    @Test func `in the house counts are exact, with bases and rounded percentages`() throws {
        let shown = FrequencyMask(k: nil).shown(Self.question([[1, 4], [2, 0]], asked: [[3, 0]], others: [[0, 5]]))
        #expect(Self.counts(shown, "a0") == [1, 4, 5])
        #expect(Self.counts(shown, "answered") == [3, 4, 7])
        #expect(Self.counts(shown, "asked") == [6, 4, 10])
        #expect(shown.lines[0].cells.map(\.share) == [333, 1000, 714])
        #expect(shown.lines[1].cells.map(\.share) == [667, 0, 286])
        #expect(shown.lines.map(\.label) == ["a0", "a1", "answered", "asked", "r0", "o0"])
    }

    @Test func `several answers have two percentages`() throws {
        let shown = FrequencyMask(k: nil).shown(
            Self.question([[8, 2], [4, 2]], answered: [10, 2], isMultiple: true))
        #expect(shown.lines[0].cells.map(\.share) == [800, 1000, 833])
        #expect(shown.lines[0].cells.map(\.shareOfAnswers) == [667, 500, 625])
    }

    @Test func `numbers have a mean of those who answered`() {
        let shown = FrequencyMask(k: nil).shown(
            Self.question([], answered: [2, 0], asked: [[1, 1]], sums: [75.5, 0]))
        #expect(shown.lines[0].cells.map(\.mean) == [378, nil, 378])
        #expect(Self.counts(shown, "asked") == [3, 1, 4])
    }

    /// Whatever is masked, no line, column or base gives it back: there are at least two ways to fill it in.
    @Test func `in a release no single sum gives a masked count back`() {
        var seed: UInt64 = 7
        func draw(_ most: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % most
        }
        var maskedCells = 0
        for _ in 0..<500 {
            let grid = (0..<3).map { _ in (0..<3).map { _ in draw(9) } }
            let question = Self.question(
                grid, asked: [(0..<3).map { _ in draw(6) }], others: [(0..<3).map { _ in draw(6) }])
            let shown = FrequencyMask(k: 3).shown(question)
            let lines = shown.lines.filter { $0.kind != .base }
            for line in lines {
                for cell in line.cells.dropLast() {
                    #expect(cell.isMasked || cell.count == 0 || cell.count! >= 3)
                    if cell.isMasked { maskedCells += 1 }
                }
                #expect(line.cells.filter(\.isMasked).count != 1 || line.cells.last!.isMasked)
            }
            for country in 0..<3 {
                #expect(lines.filter { $0.cells[country].isMasked }.count != 1)
                let answered = shown.lines.first { $0.label == "answered" }!.cells[country]
                let hidden = lines.filter { $0.kind == .answer && $0.cells[country].isMasked }
                #expect(answered.isMasked || hidden.count != 1)
                let asked = shown.lines.first { $0.label == "asked" }!.cells[country]
                let others = lines.filter { $0.label.hasPrefix("o") && $0.cells[country].isMasked }
                #expect(asked.isMasked || others.count != 1)
            }
        }
        #expect(maskedCells > 500)
    }

    @Test func `few who picked and few who did not are masked, and percentages of answers with them`() {
        let shown = FrequencyMask(k: 5).shown(
            Self.question([[2, 10, 10], [19, 10, 10], [10, 10, 10]], answered: [20, 20, 20], isMultiple: true))
        #expect(Self.counts(shown, "a0") == [nil, 10, 10, nil])
        #expect(Self.counts(shown, "a1") == [nil, 10, 10, nil])
        #expect(Self.counts(shown, "a2") == [10, 10, 10, 30])
        #expect(shown.lines[2].cells.map(\.shareOfAnswers) == [nil, 333, 333, nil])
        #expect(shown.lines[2].cells.map(\.share) == [500, 500, 500, 500])
    }

    /// The codebook tells all rows with a code: what it would mask of these is masked here, and the other way round.
    @Test func `sums over all countries are masked as in the codebook`() {
        let question = FrequencyTables.Question(
            name: "q", text: "Which?", universe: "", isMultiple: false,
            answers: [
                Line(label: "a", code: 1, counts: [9, 9]), Line(label: "b", code: 2, counts: [4, 9]),
                Line(label: "c", code: 3, counts: [6, 30]),
            ], answered: [19, 48], askedReasons: [], otherReasons: [Line(label: "o", code: 9990, counts: [7, 7])],
            sums: nil)
        let tables = FrequencyTables(
            title: "", dataset: "", isDemonstration: false, k: 5, countries: [], questions: [question])
        // Country by country, b and c are masked; so are their sums, which no codebook may tell.
        #expect(tables.maskedTotals["q"]?.codes == [2, 3])
        let small = FrequencyMask(k: 5).shown(Self.question([[2, 2], [2, 1], [50, 50]]))
        #expect(small.lines.prefix(3).map { $0.cells.last?.count } == [nil, nil, 100])
    }

    /// All but eight said yes, and four of these are told: four masked counts of one each. No line and no country gives them
    /// back, but both together do, unless the sum of those who said yes is masked too.
    @Test func `lines and countries together give no small count back`() {
        let shown = FrequencyMask(k: 3).shown(
            Self.question([[49, 48, 85, 54, 91, 78], [0, 0, 0, 0, 0, 1], [1, 1, 4, 0, 0, 1]]))
        #expect(Self.counts(shown, "a0") == [nil, nil, 85, 54, 91, nil, nil])
        #expect(Self.counts(shown, "a2") == [nil, nil, 4, 0, 0, nil, nil])
    }

    /// Three of one each: whoever knows that none is nothing knows them all.
    /// The last two lines less the first place are what the second place hides in them, and so what it hides besides.
    @Test func `several sums together give no small count back`() {
        let counts = [[0, 0, 1], [0, 3, 2], [0, 0, 2], [0, 2, 4], [1, 2, 3], [5, 2, 3]]
        let masked: [[Int?]] = [
            [0, 0, nil, nil], [0, 3, nil, nil], [0, 0, nil, nil], [0, nil, 4, nil], [nil, nil, 3, 6],
            [nil, nil, 3, 10],
        ]
        let exposed = MaskedGrid(masked, counts.map { $0 + [$0.reduce(0, +)] }).exposed(3)
        #expect(exposed?.line == 3)
        #expect(exposed?.place == 1)
    }

    /// Nobody gives an answer any more that an earlier release masked.
    @Test func `a masked count may be none`() {
        #expect(MaskedGrid([[nil, nil], [4, 4]], [[0, 0], [4, 4]]).exposed(3) == nil)
    }

    @Test func `a sum of ones is masked`() {
        let shown = FrequencyMask(k: 3).shown(Self.question([[1, 1, 1], [9, 9, 9], [8, 8, 8]]))
        #expect(Self.counts(shown, "a0") == [nil, nil, nil, nil])
        let several = FrequencyMask(k: 3).shown(
            Self.question([[1, 1, 1, 9], [19, 19, 19, 9]], answered: [20, 20, 20, 20], isMultiple: true))
        #expect(Self.counts(several, "a0") == [nil, nil, nil, 9, nil])
        #expect(Self.counts(several, "a1") == [nil, nil, nil, 9, nil])
    }

    /// Three countries of a region; in one of them one worker is uncertain, and how many said no is masked along. The region
    /// less the other two countries would give it back.
    private static let fine = FrequencyTables(
        title: "", dataset: "", isDemonstration: false, k: 3,
        countries: zip([1, 2, 3, 4] as [UInt16], [50, 89, 91, 80]).map {
            Line(label: "\($0)", code: $0, counts: [$1])
        },
        questions: [question([[34, 73, 51, 53], [10, 15, 20, 18], [6, 1, 20, 9]])])

    /// Country 1 by itself, the others as a region.
    private static func coarse(_ answers: [[Int]], suppressed: [Int] = [0, 0]) -> [[Int?]] {
        let finer = FinerTables(fine, coarser: { $1 }, place: { $0 == 1 ? 11 : 12 })
        let rows = [0, 1].map { place in answers.reduce(suppressed[place]) { $0 + $1[place] } }
        var question = question(answers)
        if suppressed != [0, 0] {
            question.otherReasons = [Line(label: "9997 suppressed", code: 9997, counts: suppressed)]
        }
        let tables = FrequencyTables(
            title: "", dataset: "", isDemonstration: false, k: 5, finer: finer,
            countries: zip([11, 12] as [UInt16], rows).map { Line(label: "\($0)", code: $0, counts: [$1]) },
            questions: [question])
        return tables.shown[0].lines.prefix(3).map { $0.cells.map(\.count) }
    }

    @Test func `a region gives no masked count of a country back`() {
        let own = FrequencyMask(k: 3).shown(Self.fine.questions[0])
        #expect(Self.counts(own, "a2") == [6, nil, 20, 9, nil])
        #expect(Self.coarse([[34, 177], [10, 53], [6, 30]]) == [[34, 177, 211], [10, nil, nil], [6, nil, nil]])
        // Of other rows, the two have nothing to do with one another.
        #expect(Self.coarse([[34, 177], [10, 53], [6, 31]]).joined().allSatisfy { $0 != nil })
    }

    @Test func `what is suppressed besides hides a country's count in a region`() {
        let told = Self.coarse([[34, 173], [10, 48], [6, 27]], suppressed: [0, 12])
        #expect(told.joined().allSatisfy { $0 != nil })
    }

    /// Country 1 by itself and the others as a region, with some more people than the finer tables that are out.
    private static func coarse(_ answers: [[Int]], more: [Int]) -> [[Int?]] {
        let people = zip([11, 12] as [UInt16], more).map { ($0, OtherTables.People(more: $1, less: 0)) }
        let out = OtherTables(
            EarlierTables(fine), isFiner: true, codes: [:], places: [1: 11, 2: 12, 3: 12, 4: 12],
            people: Dictionary(uniqueKeysWithValues: people), all: .init(more: more.reduce(0, +), less: 0))
        let tables = FrequencyTables(
            title: "", dataset: "", isDemonstration: false, k: 5, others: [out],
            countries: [11, 12].enumerated().map { place, code in
                Line(label: "\(code)", code: code, counts: [answers.reduce(0) { $0 + $1[place] }])
            },
            questions: [question(answers)])
        return tables.shown[0].lines.prefix(3).map { $0.cells.map(\.count) }
    }

    @Test func `what is out of a finer profile gives no few back who came later`() {
        // Nobody came: as with the finer tables of the same rows.
        #expect(
            Self.coarse([[34, 177], [10, 53], [6, 30]], more: [0, 0]) == [
                [34, 177, 211], [10, nil, nil], [6, nil, nil],
            ])
        // Four of the ten who are new in country 1 gave the second answer, where the finer tables tell how many did.
        let grown = Self.coarse([[40, 187], [14, 63], [6, 42]], more: [10, 32])
        #expect(grown[1][0] == nil)
        // Enough gave each, and how many gave the third answer in country 2 stays open.
        let enough = Self.coarse([[44, 187], [20, 63], [16, 60]], more: [30, 50])
        #expect(enough.joined().allSatisfy { $0 != nil })
    }

    private static func released(_ question: FrequencyTables.Question, after earlier: [FrequencyTables] = [])
        -> FrequencyTables
    {
        let rows = question.answered.indices.map { place in
            (question.askedReasons + question.otherReasons).reduce(question.answered[place]) { $0 + $1.counts[place] }
        }
        return FrequencyTables(
            title: "", dataset: "", isDemonstration: false, k: 3, earlier: earlier.map(EarlierTables.init),
            countries: rows.enumerated().map { Line(label: "c\($0)", code: UInt16($0 + 1), counts: [$1]) },
            questions: [question])
    }

    /// Ten and twenty in the first release: twelve in the second would be two people who are new.
    @Test func `a later release tells of no few new people`() throws {
        let first = Self.released(Self.question([[10, 20], [8, 12]]))
        let later = Self.question([[12, 20], [20, 12]])
        let alone = Self.released(later).shown[0]
        #expect(Self.counts(alone, "a0") == [12, 20, 32])
        let shown = Self.released(later, after: [first]).shown[0]
        #expect(Self.counts(shown, "a0") == [nil, 20, nil])
        #expect(Self.counts(shown, "a1") == [nil, 12, nil])
        #expect(Self.counts(shown, "answered") == [32, 32, 64])
        #expect(shown.ofFewNew == [.init(line: 0, place: 0), .init(line: 0, place: 2)])
        // Three are enough.
        let more = Self.released(Self.question([[13, 20], [20, 12]]), after: [first]).shown[0]
        #expect(Self.counts(more, "a0") == [13, 20, 33])
        // A release that is like the one before but for the few is found by the one before that, too.
        let second = Self.released(later, after: [first])
        let third = Self.released(Self.question([[16, 20], [24, 12]]), after: [first, second]).shown[0]
        #expect(Self.counts(third, "a0") == [nil, 20, nil])
    }

    /// What was masked stays so: told later, it would leave what it hid.
    @Test func `what an earlier release masks a later one does not tell`() throws {
        let first = Self.released(Self.question([[2, 20], [5, 12], [6, 9]]))
        #expect(Self.counts(first.shown[0], "a0") == [nil, 20, nil])
        #expect(Self.counts(first.shown[0], "a1") == [nil, 12, nil])
        let shown = Self.released(Self.question([[8, 20], [11, 12], [12, 9]]), after: [first]).shown[0]
        #expect(Self.counts(shown, "a0") == [nil, 20, nil])
        #expect(Self.counts(shown, "a1") == [nil, 12, nil])
        #expect(Self.counts(shown, "a2") == [12, 9, 21])
    }

    /// Of the ten new ones eight picked it: the two who did not are few as well.
    @Test func `few new people who left an option out are masked`() {
        let first = Self.released(Self.question([[10], [10]], answered: [20], isMultiple: true))
        let later = Self.question([[18], [15]], answered: [30], isMultiple: true)
        let shown = Self.released(later, after: [first]).shown[0]
        #expect(Self.counts(shown, "a0") == [nil, nil])
        #expect(Self.counts(shown, "a1") == [15, 15])
    }

    @Test func `the mean of few is masked`() {
        let shown = FrequencyMask(k: 5).shown(Self.question([], answered: [4, 40, 40], sums: [100, 400, 800]))
        #expect(shown.lines[0].cells.map(\.mean) == [nil, 100, 200, nil])
    }

    private static let tables = FrequencyTables(
        title: "Study <1>", dataset: "abc", isDemonstration: true, k: 3,
        countries: [Line(label: "Albania", counts: [5]), Line(label: "Bosnia & Herzegovina", counts: [4])],
        questions: [question([[5, 4]])])

    @Test func `the page and the workbook say whose rows these are, at every table`() throws {
        let page = try Self.tables.page()
        #expect(page.ranges(of: FrequencyTables.sentence).count == 2)
        #expect(page.contains("Bosnia &amp; Herzegovina (4)") && page.contains("Study &lt;1&gt;"))
        #expect(page.contains("All 2 countries (9)"))
        #expect(Self.tables.workbook == Self.tables.workbook)
    }
}
