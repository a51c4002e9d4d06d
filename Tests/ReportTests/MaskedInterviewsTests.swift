import Foundation
import Testing
import WeirCore

@testable import WeirReport

/// How many interviews a file holds, as a page tells it that may be passed on.
@Suite struct MaskedInterviewsTests {
    private static func counts(_ counts: [Disposition: Int]) -> DispositionCounts {
        counts.reduce(into: DispositionCounts()) { $0[$1.key] = $1.value }
    }

    @Test(
        arguments: [
            ([.complete: 12], "12"), ([.complete: 11, .noConsent: 1], "all but fewer than 5"),
            ([.complete: 3, .breakOff: 9], "fewer than 5"), ([.complete: 20, .breakOff: 9, .noConsent: 8], "20"),
            // Two that add to fewer than five need a third beside them.
            ([.complete: 6, .breakOff: 1, .noConsent: 2, .underAge: 9], "not told, because few are left"),
            ([:], "0"),
        ] as [([Disposition: Int], String)])
    func `neither few complete interviews are told nor few others`(_ counts: [Disposition: Int], _ words: String) {
        #expect(MaskedInterviews(Self.counts(counts)).complete(Wording(.english)) == words)
    }

    /// All that is told, for every way in which up to seven interviews a side may have ended: a count below five follows
    /// from none of it.
    @Test func `no sum or difference of what is told gives few away`() {
        for sizes in Self.tuples(of: [0, 1, 2, 4, 5, 7, 30], 4) {
            let interviews = MaskedInterviews(
                Self.counts([
                    .complete: sizes[0], .sufficientPartial: sizes[1], .breakOff: sizes[2], .noConsent: sizes[3],
                ]))
            let eligible = [Disposition.complete, .sufficientPartial, .breakOff]
            let hidden = eligible.filter { interviews[$0] == nil }
            let isHidden = interviews[.noConsent] == nil
            if interviews.eligible != nil {
                // Both sums are known: on neither side is one count hidden alone.
                #expect(!isHidden && hidden.count != 1)
            }
            #expect(hidden.count + (isHidden ? 1 : 0) != 1 || sizes.count { $0 > 0 } == 1)
        }
    }

    /// A share that is not told has no count elsewhere either.
    @Test func `break-offs without a base are told nowhere`() {
        let interviews = MaskedInterviews(Self.counts([.complete: 6, .breakOff: 7, .noConsent: 2]))
        #expect(interviews[.breakOff] == nil)
        #expect(interviews.byWord["break-off"] == .some(nil))
        #expect(MaskedInterviews(Self.counts([.complete: 40, .breakOff: 7, .held: 9]))[.breakOff] == 7)
    }

    private static func tuples(of values: [Int], _ length: Int) -> [[Int]] {
        length == 0 ? [[]] : tuples(of: values, length - 1).flatMap { rest in values.map { rest + [$0] } }
    }

    @Test func `a report hides bases and break-offs that would give few away`() throws {
        var upload = CheckedUpload(file: "a.csv", country: CountryCode("AL")!, countryName: "Albania")
        upload.rows = Self.counts([.complete: 40, .sufficientPartial: 2, .breakOff: 8, .noConsent: 10])
        upload.quality.eligible = 50
        upload.quality.breakOffs[0] = 8
        upload.endings = [.init(column: 1, header: "P1", count: 8)]
        (upload.quality.straight, upload.quality.scaled) = (6, 40)
        var report = CheckReport(study: "S", uploads: [upload], language: .english, headerLanguage: "sq")
        #expect(report.text.contains("60 interviews started, complete: 40."))
        #expect(report.text.contains("- The same point on every scale: 6 of 40\n"))
        #expect(report.text.contains("- Interviews that broke off: not told, because few are left\n"))
        #expect(!report.text.contains("ended here"))
        #expect(!report.text.contains("50"))
        let json = String(decoding: try report.json(), as: UTF8.self)
        #expect(json.contains("\"sufficient partial\" : null") && json.contains("\"break-off\" : null"))
        #expect(json.contains("\"started\" : 60") && json.contains("\"no consent\" : 10"))
        (report.uploads[0].unreadRows, report.uploads[0].unreadFrom) = (1, 77)
        #expect(
            report.text.contains(
                "1 row could not be looked at any further.\nFrom row 77 on nothing could be looked at."))
        report.uploads[0].rows = Self.counts([.complete: 40, .noConsent: 1])
        #expect(report.text.contains("41 interviews started, complete: all but fewer than 5."))
        #expect(report.text.contains("- The same point on every scale: not told, because few are left\n"))
    }
}
