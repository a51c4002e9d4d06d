import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys
import WeirReport
import WeirState

@testable import WeirPipeline
@testable import WeirStudy

/// Where mentions stand is in the ledger, for whoever may open the partner's file.
@Suite struct MentionPlacesTests {
    @Test func `each place in the ledger is a mention in the upload's cell`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url.appending(path: "state"))
        let inbox = folder.url.appending(path: "inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Project.samples.appending(path: "inbox/CO"), to: inbox.appending(path: "CO"))
        var study = try Study(folder: Project.study)
        study.stages[1].settings["open answers"] = "scrub"
        func night() throws -> NightlyMerge.Outcome {
            try NightlyMerge(
                study: study, inbox: inbox, output: folder.url.appending(path: "out"), state: state.root,
                keys: .demonstration
            ).run()
        }
        let outcome = try night()
        let accepted = try #require(try Ledger(state).inForce(CountryCode("CO")!).first)
        let places = try Ledger(state).mentionPlaces(of: accepted.part)
        #expect(places.count == outcome.report.countries.reduce(0) { $0 + $1.mentions.values.reduce(0, +) })
        #expect(places.count > 50)
        let answer = OpenAnswer(
            hash: Digest(of: []), countryCode: CountryCode("CO")!, country: "CO", variable: "resp_training",
            question: "",
            text: "", place: Place(file: "file"))
        let marker = try AnswerMarker(study)
        for mention in places.prefix(40) where mention.reason == "listed" {
            let cell = try CellLookup(
                path: inbox.appending(path: accepted.file).path, row: mention.place[0],
                column: Place.letters(ofColumn: mention.place[1] - 1))
            let marks = marker.marking(of: String(decoding: cell.bytes, as: UTF8.self), for: answer).marks.map(\.mask)
            #expect(marks.contains { $0.start == mention.place[2] && $0.end == mention.place[3] })
        }
        // A ledger that lost them gets them from the upload again.
        try Ledger(state).note([], of: accepted.part)
        #expect(try night().timings.rows > 0)
        #expect(try Ledger(state).mentionPlaces(of: accepted.part) == places)
        #expect(try night().timings.rows == 0)
    }
}
