import TestSupport
import Testing
import WeirCore

@testable import WeirHarmonise

/// What becomes of an interview.
@Suite struct DispositionTests {
    private static func bench(share: Double = 0.8) -> Bench {
        let questions = (1...5).map { Variable.closed("q\($0)", "yes no", isRequired: true) }
        let variables: [Variable] = [
            .closed("status", "test", role: .evidence), .closed("consent", "yes no", isRequired: true),
            .closed("adult", "yes no", isRequired: true), .closed("caseload", "yes no", isRequired: true),
        ]
        let names = ["status", "consent", "adult", "caseload", "q1", "q2", "q3", "q4", "q5", "comment"]
        let crosswalk = names.map {
            $0 == "comment" ? "\($0) | \($0) | number" : "\($0) | \($0) | answer | y=yes, n=no"
        }
        var bench = Bench(
            variables + questions + [.open("comment", .number, isRequired: false)],
            crosswalk.joined(separator: "\n").replacing("status | answer | y=yes, n=no", with: "status | flag | t=test")
        )
        bench.dispositions = DispositionRules(
            test: try? Universe(parsing: "${status} = 'test'"), consent: try! Universe(parsing: "${consent} = 'yes'"),
            eligibility: [
                .init(variable: "adult", passes: try! Universe(parsing: "${adult} = 'yes'"), otherwise: .underAge),
                .init(
                    variable: "caseload", passes: try! Universe(parsing: "${caseload} = 'yes'"),
                    otherwise: .notEligible),
            ], sufficientShare: share, merged: [.complete])
        return bench
    }

    /// A row as letters: status, consent, adult, caseload, q1 to q5, comment; `.` is blank.
    private static func cells(_ row: String) -> [String] { row.map { $0 == "." ? "" : String($0) } }

    /// Nobody knows whether who answered without a yes or a no had agreed.
    @Test(arguments: [
        ("..yyyyyyy.", true), (".........1", true), ("..........", false), ("..y.......", false), (".nyyyyyyy.", false),
        (".yyyyyyyy.", false),
    ])
    func blankConsentBeforeAnswersIsFound(_ row: String, _ isFound: Bool) throws {
        let findings = try Self.bench().run([Self.cells(row)]).findings
        #expect(findings.contains("answer.blank-consent - 2") == isFound)
    }

    @Test(
        arguments: [
            (".yyyyyyyy.", .complete, ""), (".yyyynyny1", .complete, ""), (".yyyy....1", .complete, ""),
            (".yyy....y.", .complete, ""), ("tyyyyyyyy.", .testRecord, ""), ("tn........", .testRecord, ""),
            ("xyyyyyyyy.", .complete, ""), (".n........", .noConsent, "consent"), ("..........", .noConsent, "consent"),
            (".nnnyyyyy.", .noConsent, "consent"), (".xyyyyyyy.", .held, "consent"),
            (".yn.......", .underAge, "adult"), (".ynnyyyyy.", .underAge, "adult"),
            (".yyn......", .notEligible, "caseload"),
            (".yynyyyyy.", .notEligible, "caseload"), (".y........", .breakOff, "adult"),
            (".y.yyyyyy.", .breakOff, "adult"), (".yy.......", .breakOff, "caseload"),
            (".yyy......", .breakOff, "q1"), (".yyyy.....", .breakOff, "q2"), (".yyyyyy...", .breakOff, "q4"),
            (".yyyyyyy..", .sufficientPartial, "q5"), (".yyy...y..", .breakOff, "q5"),
            (".yyyyxxx..", .sufficientPartial, "q5"),
        ] as [(String, Disposition, String)])
    func everyInterviewHasOneDisposition(_ row: String, _ disposition: Disposition, _ ended: String) throws {
        let outcome = try Self.bench().run([Self.cells(row)])
        #expect(outcome.storage.dispositions == [disposition])
        if !ended.isEmpty { #expect(outcome.endedAt(0) == ended) }
        #expect(outcome.summary.dispositions[disposition] == 1)
        #expect(outcome.summary.dispositions.total == 1)
    }

    @Test(
        arguments: [
            (0.8, ".yyyyyyy..", .sufficientPartial), (0.81, ".yyyyyyy..", .breakOff),
            (0.6, ".yyyyyy...", .sufficientPartial),
            (0.61, ".yyyyyy...", .breakOff), (0, ".yyy......", .sufficientPartial), (1, ".yyyyyyy..", .breakOff),
            (0.2, ".yyyy.....", .sufficientPartial),
        ] as [(Double, String, Disposition)])
    func sufficientPartialStartsAtTheExactShare(_ share: Double, _ row: String, _ disposition: Disposition) throws {
        #expect(try Self.bench(share: share).run([Self.cells(row)]).storage.dispositions == [disposition])
    }

    /// 0.55 × 100 is a little more than 55 in binary; 55 of 100 is the share all the same.
    @Test func shareIsExactHoweverManyQuestionsThereAre() throws {
        let names = (1...100).map { "q\($0)" }
        var bench = Bench(
            names.map { .closed($0, "yes", isRequired: true) },
            names.map { "\($0) | \($0) | answer | y=yes" }.joined(separator: "\n"))
        bench.dispositions.sufficientShare = 0.55
        let rows = [54, 55, 56].map { count in (0..<100).map { $0 < count ? "y" : "" } }
        #expect(try bench.run(rows).storage.dispositions == [.breakOff, .sufficientPartial, .sufficientPartial])
    }

    @Test func questionsThatWereNotAskedDoNotCount() throws {
        let variables: [Variable] = [
            .closed("gate", "yes no", isRequired: true),
            .closed("inside", "yes no", universe: "${gate} = 'yes'", isRequired: true),
            .closed("last", "yes no", isRequired: true),
        ]
        let crosswalk = ["gate", "inside", "last"].map { "\($0) | \($0) | answer | y=yes, n=no" }
        var bench = Bench(variables, crosswalk.joined(separator: "\n"))
        bench.dispositions.sufficientShare = 0.5
        let outcome = try bench.run([["n", "", ""], ["y", "", ""], ["y", "", "y"], ["n", "", "n"]])
        #expect(outcome.storage.dispositions == [.sufficientPartial, .breakOff, .complete, .complete])
        #expect(outcome.endedAt(0) == "last")
        #expect(outcome.endedAt(1) == "inside")
    }

    @Test func summariesOfTwoBatchesAddUp() throws {
        var first = try Self.bench().run([Self.cells(".yn......."), Self.cells(".yyyyyyyy.")]).summary
        first.merge(try Self.bench().run([Self.cells(".yn......."), Self.cells("tyyyyyyyy.")]).summary)
        #expect(first.dispositions[.underAge] == 2)
        #expect(first.dispositions[.complete] == 1)
        #expect(first.dispositions[.testRecord] == 1)
        #expect(first.dispositions.total == 4)
        #expect(first.endedAt.values.map { $0 } == [2])
    }
}
