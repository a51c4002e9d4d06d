import TestSupport
import Testing
import WeirCore

@Suite struct TallyTests {
    @Test(
        "A tally keeps the first rows only",
        arguments: [
            ([], []), ([3], [3]), ([2, 4, 6, 8, 9], [2, 4, 6, 8, 9]), ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]),
        ]
            as [([Int], [Int])])
    func keepsTheFirstRows(rows: [Int], kept: [Int]) {
        let tally = Self.tally(rows)
        #expect(tally.count == rows.count)
        #expect(tally.firstRows == kept)
    }

    @Test("Merging is adding one after the other, wherever the cut", arguments: 0...12)
    func mergingIsAdding(cut: Int) {
        let rows = Array(10..<22)
        var merged = Self.tally(rows[..<cut])
        merged.merge(Self.tally(rows[cut...]))
        #expect(merged.count == 12)
        #expect(merged.firstRows == [10, 11, 12, 13, 14])
    }

    private static func tally(_ rows: some Sequence<Int>) -> Tally {
        rows.reduce(into: Tally()) { $0.add(row: $1) }
    }
}

@Suite struct FindingsTests {
    private static let subjects = [
        Findings.Subject(.answerUnknown, variable: 1, column: 7),
        Findings.Subject(.answerUnknown, variable: 0, column: 7),
        Findings.Subject(.answerOutOfRange, variable: 0, column: 7), Findings.Subject(.idBlank),
        Findings.Subject(.rowTrimmed, column: 2, width: .init(found: 2, expected: 9)),
    ]

    @Test("Merging parts is adding in order", arguments: [UInt64(11), 12, 13, 14])
    func mergingIsAdding(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var whole = Findings()
        var parts = (0..<4).map { _ in Findings() }
        for row in 0..<80 {
            let subject = Self.subjects[Int.random(in: 0..<Self.subjects.count, using: &random)]
            whole.add(subject, row: row)
            parts[row / 20].add(subject, row: row)
        }
        var merged = Findings()
        for part in parts { merged.merge(part) }
        #expect(merged == whole, "seed \(seed)")
        #expect(merged.tallies.values.reduce(0) { $0 + $1.count } == 80, "seed \(seed)")
    }

    private static func codes(_ subjects: [Findings.Subject]) -> [String] {
        var findings = Findings()
        for subject in subjects { findings.add(subject, row: 14) }
        let codebook = Codebook(variables: [Variable(name: "a", type: .number)])
        return findings.diagnostics(in: "f", codebook: codebook).map {
            "\($0.code.rawValue) \($0.place.column ?? -1) \($0.label)"
        }
    }

    @Test("Of a refused file only what refuses it is told, once")
    func refusalsAlone() {
        let unknown = Findings.Subject(.answerUnknown, variable: 0, column: 7)
        let shifted = Findings.Subject(.answersShifted)
        let foreign = Findings.Subject(.surveysMixed, variable: 0)
        let header = Findings.Subject(.surveysMixed, column: 3)
        #expect(Self.codes([unknown, foreign]) == ["upload.mixed-surveys -1 a"])
        #expect(Self.codes([unknown, foreign, shifted, header]) == ["upload.mixed-surveys 3 "])
        #expect(Self.codes([unknown, foreign, shifted]) == ["upload.shifted-answers -1 "])
        #expect(Self.codes([unknown]) == ["answer.unmapped 7 a"])
    }

    @Test("Short rows of all widths are one finding, with the width of the first")
    func widthsAreJoined() {
        var findings = Findings()
        for (row, cells) in [(9, 3), (4, 7), (5, 3), (11, 7), (12, 1), (13, 7)] {
            findings.add(.init(.rowTooShort, column: cells, width: .init(found: cells, expected: 8)), row: row)
        }
        #expect(
            findings.diagnostics(in: "f", codebook: Codebook(variables: [])) == [
                Diagnostic(
                    .rowTooShort, at: Place(file: "f", row: 4, column: 7), label: "7 instead of 8", count: 6,
                    firstRows: [4, 5, 9, 11, 12])
            ])
    }

    @Test("Findings become diagnostics in a fixed order")
    func becomeDiagnostics() {
        var findings = Findings()
        for (index, subject) in Self.subjects.enumerated() { findings.add(subject, row: index + 2) }
        findings.add(Self.subjects[0], row: 9)
        let codebook = Codebook(variables: [Variable(name: "a", type: .number), Variable(name: "b", type: .number)])
        #expect(
            findings.diagnostics(in: "f.csv", codebook: codebook) == [
                Diagnostic(.idBlank, at: Place(file: "f.csv", row: 5), count: 1, firstRows: [5]),
                Diagnostic(
                    .rowTrimmed, at: Place(file: "f.csv", row: 6, column: 2), label: "2 instead of 9", count: 1,
                    firstRows: [6]),
                Diagnostic(
                    .answerOutOfRange, at: Place(file: "f.csv", row: 4, column: 7), label: "a", count: 1,
                    firstRows: [4]),
                Diagnostic(
                    .answerUnknown, at: Place(file: "f.csv", row: 3, column: 7), label: "a", count: 1, firstRows: [3]),
                Diagnostic(
                    .answerUnknown, at: Place(file: "f.csv", row: 2, column: 7), label: "b", count: 2,
                    firstRows: [2, 9]),
            ])
    }
}

@Suite struct DispositionCountsTests {
    @Test("Merging adds disposition by disposition")
    func mergingAdds() {
        var left = DispositionCounts()
        var right = DispositionCounts()
        for (index, disposition) in Disposition.allCases.enumerated() {
            left[disposition] += index
            right[disposition] += 10 * index
        }
        left.merge(right)
        #expect(Disposition.allCases.map { left[$0] } == [0, 11, 22, 33, 44, 55, 66, 77, 88, 99])
        #expect(left.total == 495)
    }
}

@Suite struct ChainTests {
    private struct Seen: Summary, Equatable {
        var values: [Int] = []
        mutating func merge(_ later: Seen) { values += later.values }
    }

    private struct Adding: Stage {
        var name: String { "add" }
        func process(_ input: Int) -> (Int, Seen) { (input + 1, Seen(values: [input])) }
    }

    private struct Writing: Stage {
        var name: String { "write" }
        func process(_ input: Int) -> (String, Seen) { ("<\(input)>", Seen(values: [input])) }
    }

    @Test("Two chained stages work and learn in order")
    func chained() throws {
        let chain = Adding().then(Writing())
        #expect(chain.name == "add, write")
        let (output, learnt) = try chain.process(4)
        #expect(output == "<5>")
        var sum = learnt
        sum.merge(try chain.process(8).1)
        #expect(sum.first.values == [4, 8])
        #expect(sum.second.values == [5, 9])
    }
}
