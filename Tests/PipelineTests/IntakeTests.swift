import TestSupport
import Testing
import WeirCore
import WeirFormats
import WeirIngest
import WeirKeys

@testable import WeirPipeline

/// What is looked at beside Ingest: dates against the field period, columns nobody declared, rows without text.
@Suite struct IntakeTests {
    private static let codebook = Codebook(variables: [.closed("q", "a b")])
    private static let crosswalk = Crosswalk(
        "AL", codebook,
        """
        q | Id | id
        q | Sent | submitted
        q | Question | answer | A=a, B=b
        """)

    private static let period = Month("2021-04")!...Month("2021-08")!

    private static func run(
        _ lines: [String], period: ClosedRange<Month>? = period, size: Int = 2, left: Set<Int> = []
    ) throws -> (months: [String], learnt: IngestSummary, blank: Tally) {
        let layout = Layout(firstRecords: [["Id", "Sent", "Question", "New"]])
        let (binding, _) = try Binder(layout: layout, file: "AL/a.csv").bind(
            crosswalk, others: [], codebook: codebook, consent: [])
        let stage = IntakeStage(
            ingest: IngestStage(
                binding: binding, delimiter: 44, encoding: .utf8, rules: .small(dates: .yearMonthDay),
                pseudonymiser: StudyKeys.demonstration.pseudonymiser, schema: Schema(codebook: codebook),
                file: "AL/a.csv", upload: Digest(of: "")),
            delimiter: 44, fieldPeriod: period, undeclared: [3], left: left)
        var months: [String] = []
        var learnt = IntakeSummary()
        for start in stride(from: 0, to: lines.count, by: size) {
            let text = lines[start..<min(start + size, lines.count)].joined()
            let batch = Batch<Bytes>(
                BatchStorage(bytes: Array(text.utf8), firstRow: start + 2, firstByte: 0))
            let (raw, more) = try stage.process(batch)
            months += raw.storage.months.map { Month(number: $0).text }
            learnt.merge(more)
        }
        learnt.blankRows.close(at: lines.count + 2)
        return (months, learnt.ingest, learnt.blankRows.tally)
    }

    private static let lines = [
        "1,2021-05-03,A,\n", "2,2099-01-01,\"B\",\n", "3,2021-06-17,\"A \"\"so\"\"\",\n",
        "4,1999-12-31,\"B\nB\",\n", "5,2021-06-09,A,\n",
    ]

    @Test(arguments: [1, 2, 3, 5])
    func `dates outside the field period are counted and decide nothing`(_ size: Int) throws {
        let (months, learnt, _) = try Self.run(Self.lines, size: size)
        #expect(months == ["2021-05", "", "2021-06", "", "2021-06"])
        #expect(learnt.lastDay == 20_210_617)
        #expect(learnt.rows == 5)
        let found = learnt.findings.tallies[.init(.answerOutsidePeriod, column: 1)]
        #expect(found?.count == 2)
        #expect(found?.firstRows == [3, 5])
    }

    @Test func `without a field period every date counts`() throws {
        let (months, learnt, _) = try Self.run(Self.lines, period: nil)
        #expect(months == ["2021-05", "2099-01", "2021-06", "1999-12", "2021-06"])
        #expect(learnt.lastDay == 20_990_101)
        #expect(!learnt.findings.tallies.keys.contains { $0.code == .answerOutsidePeriod })
    }

    @Test func `both ends of the field period belong to it`() throws {
        let lines = ["2021-04-01", "2021-08-31", "2021-03-31", "2021-09-01"].map { "1,\($0),A,\n" }
        #expect(try Self.run(lines).months == ["2021-04", "2021-08", "", ""])
    }

    @Test(arguments: [1, 2, 3, 9])
    func `answers in a column nobody declared are counted`(_ size: Int) throws {
        let lines = ["1,,A,x\n", "2,,\"A \"\"\"\"\",\"y\"\n", "3,,B,\n", "4,,B,\"\"\n", "5,,B\n", "6,,B, \n"]
        let found = try Self.run(lines, size: size).learnt.findings.tallies[.init(.columnFilled, column: 3)]
        // A blank alone is no answer.
        #expect(found?.count == 2)
        #expect(found?.firstRows == [2, 3])
    }

    @Test(arguments: [
        (["Juan Pérez", "Besa Hoxha", "rojo"], 2), (["rojo", "azul", "verde"], 0), (["+57 300 555 0199", "1", "x"], 1),
    ])
    func `names and numbers in a column nobody declared are counted`(_ cells: [String], _ count: Int) throws {
        let found = try Self.run(cells.map { "1,,A,\($0)\n" }).learnt.findings.tallies
        #expect(found[.init(.columnIdentifies, column: 3)]?.count ?? 0 == count)
        #expect(found[.init(.columnFilled, column: 3)]?.count == 3)
    }

    @Test(arguments: [1, 2, 3, 4, 9])
    func `rows without any text are counted, wherever they are`(_ size: Int) throws {
        let lines = [",,,\n", "1,,A,\n", "\n", ",\"\",,\n", "2,,A,\n", ",,,\n", "3,,A,\n", ",,,\n", "\n"]
        let (_, learnt, blank) = try Self.run(lines, size: size)
        #expect(learnt.rows == 3)
        #expect(blank.count == 6)
        #expect(blank.firstRows == [2, 4, 5, 7, 9])
        // What was made blank because it refuses the file is no blank row.
        let others = try Self.run(lines, size: size, left: [4, 9, 10]).blank
        #expect((others.count, others.firstRows) == (3, [2, 5, 7]))
    }

    @Test(arguments: [
        "", "+202-01", "2021", "2021-6", "2021-00", "2021-13", "21-06", "2021-06-01", "2021-ab", "0000-01",
    ])
    func `what is no month is none`(_ text: String) { #expect(Month(text) == nil) }
}
