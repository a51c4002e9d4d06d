import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys
import WeirState

@testable import WeirPipeline
@testable import WeirStudy

/// Which answers a reviewer sees.
@Suite struct OpenAnswersTests {
    private static let inbox = Project.samples.appending(path: "inbox")

    private static func read(
        _ inbox: URL = inbox, change: (inout Study) -> Void = { _ in }
    ) throws -> (answers: [OpenAnswer], notReady: [String]) {
        var study = try Study(folder: Project.study)
        change(&study)
        var reading = OpenAnswers(
            study: study, inbox: Inbox(inbox), keys: .demonstration, withdrawals: Withdrawals())
        return (try reading.read(), reading.notReady)
    }

    /// Uploads and rows of merged interviews, by the sampler's own account: superseded ones are not among them.
    private static func mergedRows() throws -> Set<String> {
        let file = Project.samples.appending(path: "truth/truth.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        var rows: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
            if cells.count > 7, cells[7] == "complete" { rows.insert("\(cells[0]):\(cells[1])") }
        }
        return rows
    }

    @Test func `only answers of merged interviews are shown, from every country`() throws {
        let (answers, notReady) = try Self.read()
        let merged = try Self.mergedRows()
        #expect(merged.count == 413)
        #expect(notReady.isEmpty)
        #expect(Set(answers.map(\.country)).count == 6)
        #expect(answers.count > 500)
        let places = Set(answers.map { "\($0.place.file):\($0.place.row ?? 0)" })
        #expect(places.isSubset(of: merged))
    }

    @Test func `every answer is there once, as it stands in the file`() throws {
        let (answers, _) = try Self.read()
        #expect(Set(answers.map(\.hash)).count == answers.count)
        #expect(answers.contains { $0.count > 1 })
        for index in stride(from: 0, to: answers.count, by: 97) {
            let answer = answers[index]
            let path = Self.inbox.appending(path: answer.place.file).path
            let column = Place.letters(ofColumn: answer.place.column!)
            let cell = try CellLookup(path: path, row: answer.place.row!, column: column)
            #expect(String(decoding: cell.bytes, as: UTF8.self) == answer.text)
            let country = CountryCode(answer.place.file.prefix(2))!
            let key = StudyKeys.demonstration.answers
            #expect(answer.hash == key.hash(variable: answer.variable, country: country, text: cell.bytes))
        }
    }

    @Test func `of two uploads the newest that is ready is shown, and all of a country that adds`() throws {
        let folder = try TemporaryFolder()
        let sample = Self.inbox.appending(path: "CO/resultados_encuesta_482915.csv")
        let text = try String(contentsOf: sample, encoding: .utf8)
        let half = text.components(separatedBy: "\r\n").prefix(120).joined(separator: "\r\n") + "\r\n"
        let older = half.replacingOccurrences(of: "2021-", with: "2020-")
        try folder.write(older.utf8, to: "CO/older.csv")
        let alone = try Self.read(folder.url).answers
        #expect(!alone.isEmpty)
        try folder.write(text.utf8, to: "CO/newer.csv")
        try folder.write("no table".utf8, to: "CO/broken.csv")
        let (answers, notReady) = try Self.read(folder.url)
        #expect(notReady == ["CO/broken.csv"])
        #expect(Set(answers.map(\.place.file)) == ["CO/newer.csv"])
        // The same respondents in both: the later upload's rows count.
        let added = try Self.read(folder.url) { study in
            for index in study.countries.indices { study.countries[index].uploads = .adds }
        }
        #expect(added.answers == answers)
    }
}

/// Decisions outlive the sitting.
@Suite struct ReviewSittingTests {
    private static func sitting(
        _ folder: TemporaryFolder, by reviewer: String = "Ana", again: Bool = false
    ) throws -> ReviewSitting {
        let inbox = folder.url.appending(path: "inbox")
        if !FileManager.default.fileExists(atPath: inbox.path) { _ = try Project.inbox(of: ["AL"], in: folder) }
        return try ReviewSitting(
            study: Study(folder: Project.study), inbox: inbox,
            state: folder.url.appending(path: "state"), keys: .demonstration, reviewer: reviewer, again: again,
            start: Date(timeIntervalSince1970: 0))
    }

    private static func press(_ sitting: ReviewSitting, _ keys: String, seconds: Double = 30) throws -> Bool {
        var goesOn = true
        for (index, key) in keys.enumerated() {
            _ = sitting.screen(columns: 100, rows: 200)
            goesOn = try sitting.press(.character(key), at: Date(timeIntervalSince1970: seconds * Double(index + 1)))
        }
        return goesOn
    }

    @Test func `a sitting goes on where the last one ended`() throws {
        let folder = try TemporaryFolder()
        let first = try Self.sitting(folder)
        let total = first.counts.left
        let screen = first.screen(columns: 100, rows: 40)
        #expect(try Self.press(first, "wsw"))
        #expect(try !Self.press(first, "q"))
        let second = try Self.sitting(folder)
        #expect(second.counts == (2, total - 2, 1))
        #expect(second.screen(columns: 100, rows: 40) != screen)
        #expect(try Decisions(Ledger(StateFolder(folder.url.appending(path: "state")))).count == 2)
    }

    @Test func `others' decisions are shown again only when asked for`() throws {
        let folder = try TemporaryFolder()
        let ana = try Self.sitting(folder)
        let total = ana.counts.left
        _ = try Self.press(ana, "w")
        #expect(try Self.sitting(folder, by: "Ilir").counts.left == total - 1)
        #expect(try Self.sitting(folder, again: true).counts.left == total - 1)
        let ilir = try Self.sitting(folder, by: "Ilir", again: true)
        #expect(ilir.counts.left == total)
        _ = try Self.press(ilir, "w")
        #expect(try Self.sitting(folder, again: true).counts.left == total)
    }

    @Test func `there must be an inbox`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ReviewSitting.NoInbox.self) {
            try ReviewSitting(
                study: Study(folder: Project.study), inbox: folder.url.appending(path: "none"),
                state: folder.url.appending(path: "state"), keys: .demonstration, reviewer: "Ana")
        }
    }
}

@Suite struct AnswerMarkerTests {
    private static func answer(_ country: String = "AL", _ variable: String = "resp_training") -> OpenAnswer {
        OpenAnswer(
            hash: Digest(of: []), countryCode: CountryCode(country)!, country: country, variable: variable,
            question: "", text: "", place: Place(file: "file"))
    }

    private static func marking(
        of text: String, for answer: OpenAnswer = answer(), _ change: (inout Study) -> Void = { _ in }
    ) throws -> Marking {
        var study = try Study(folder: Project.study)
        change(&study)
        return try AnswerMarker(study).marking(of: text, for: answer)
    }

    @Test func `the engine's mentions are marked by code points`() throws {
        let marking = try Self.marking(of: "😀 ë: I know Arjana from Berat.")
        #expect(marking.doubt == nil)
        #expect(
            marking.marks.map(\.mask) == [
                Mask(start: 12, end: 18, word: "[PERSON 1]"), Mask(start: 24, end: 29, word: "[PLACE]"),
            ])
    }

    @Test func `the word for which a mask stands is named, without its neighbours`() throws {
        let marking = try Self.marking(of: "The Qwzrtamela came with Arjana.")
        #expect(marking.marks.map(\.unlisted) == [["qwzrtamela"], []])
        var draft = ReviewDraft("The Qwzrtamela came with Arjana.", marking, safe: [])
        #expect(draft.firstUnlisted == 1)
        draft.dropSafe(["qwzrtamela", "arjana"])
        #expect(draft.wording == "The Qwzrtamela came with [PERSON 2].")
    }

    @Test func `the policy of the study is shown`() throws {
        let text = "Arjana came from Berat."
        func marks(_ action: String) throws -> Marking {
            try Self.marking(of: text) { $0.stages[1].settings["policy place"] = action }
        }
        #expect(try marks("mask").marks.map(\.mask.word) == ["[PERSON 1]", "[PLACE]"])
        #expect(try marks("keep").marks.map(\.mask.word) == ["[PERSON 1]"])
        #expect(try marks("withhold").marks.isEmpty)
        #expect(try marks("withhold").doubt != nil)
    }

    @Test func `the name that a question brings up is not marked in its answers, and is in all others`() throws {
        let study = try Study(folder: Project.study)
        let scenario = try #require(study.scenarioNames.first { $0.country.letters == "BA" })
        let variable = study.codebook.variables[scenario.variable].name
        let text = "I would tell \(scenario.name) to call."
        #expect(try Self.marking(of: text, for: Self.answer("BA", variable)).marks.isEmpty)
        #expect(try Self.marking(of: text, for: Self.answer("BA")).marks.count == 1)
    }
}
