import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys
import WeirReport
import WeirState

@testable import WeirPipeline
@testable import WeirStudy

/// What people decide in a review reaches the data set on the next night.
@Suite struct ReviewedNightTests {
    /// A study's folders, and nights over them.
    private final class House {
        let folder: TemporaryFolder
        let inbox: URL
        let state: StateFolder
        var study: Study

        init(_ countries: [String] = ["AL", "CO"], scrubs: Bool = false) throws {
            folder = try TemporaryFolder()
            inbox = folder.url.appending(path: "inbox")
            state = try StateFolder(folder.url.appending(path: "state"))
            study = try Study(folder: Project.study)
            study.stages[1].settings["open answers"] = scrubs ? "scrub" : "withhold"
            try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
            for country in countries {
                try FileManager.default.copyItem(
                    at: Project.samples.appending(path: "inbox/\(country)"), to: inbox.appending(path: country))
            }
        }

        func night() throws -> NightlyMerge.Outcome {
            try NightlyMerge(
                study: study, inbox: inbox, output: folder.url.appending(path: "out"), state: state.root,
                keys: .demonstration, clock: { Date(timeIntervalSince1970: 1_620_000_000) }
            ).run()
        }

        func answers() throws -> [OpenAnswer] {
            var reading = OpenAnswers(
                study: study, inbox: Inbox(inbox), keys: .demonstration, withdrawals: Withdrawals())
            return try reading.read()
        }

        func decide(_ verdict: Decision.Verdict, on answer: OpenAnswer, by reviewer: String = "Ana") throws {
            try Ledger(state).note(
                Decision(verdict, attribution: .role, reviewer: reviewer, decided: Date(timeIntervalSince1970: 9)),
                on: answer.hash, of: answer.countryCode)
        }

        /// The open answers in the parts of a country, as they go into the data set.
        func texts(of country: String) throws -> [String] {
            let parts = try Ledger(state).inForce(CountryCode(country)!).map { try PartReader(state.part($0.part)) }
            return try parts.flatMap { try $0.runs() }.flatMap { run in
                var texts: [String] = []
                while let block = try run.next() {
                    texts += block.texts.filter(\.hasText).map {
                        String(decoding: block.arena[Int($0.offset)..<Int($0.offset + $0.length)], as: UTF8.self)
                    }
                }
                return texts
            }
        }
    }

    private static func contents(_ outcome: NightlyMerge.Outcome) throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: outcome.folder.path)
        return Dictionary(
            uniqueKeysWithValues: paths.compactMap { path in
                (try? Data(contentsOf: outcome.folder.appending(path: path))).map { (path, $0) }
            })
    }

    private static func country(_ letters: String, _ outcome: NightlyMerge.Outcome) throws -> RunReport.Country {
        try #require(outcome.report.countries.first { $0.code.letters == letters })
    }

    @Test func `where answers are withheld exactly the approved wordings are delivered`() throws {
        let house = try House()
        let before = try house.night()
        #expect(try house.texts(of: "CO").isEmpty)
        let answers = try house.answers().filter { $0.countryCode.letters == "CO" && $0.text.count > 40 }
        let length = answers[0].text.unicodeScalars.count
        try house.decide(.masked([Mask(start: 3, end: length, word: "[MASKED]")]), on: answers[0])
        try house.decide(.edited("Worded anew – by a person."), on: answers[1])
        try house.decide(.withheld, on: answers[2])

        let after = try house.night()
        let masked = String(String.UnicodeScalarView(answers[0].text.unicodeScalars.prefix(3))) + "[MASKED]"
        #expect(Set(try house.texts(of: "CO")) == [masked, "Worded anew – by a person."])
        #expect(try house.texts(of: "AL").isEmpty)
        // Only the country that was reviewed is prepared again.
        let prepared = try Self.country("CO", after)
        #expect(after.timings.rows == prepared.rows.total)
        #expect(after.report.dataset != before.report.dataset)
        let decided = prepared.decided.values.reduce(ReviewCounts(), +)
        #expect([decided.approved, decided.edited, decided.withheld].allSatisfy { $0 >= 1 })
        #expect(decided.total + prepared.withheld == (try Self.country("CO", before)).withheld)
        #expect(try Self.country("AL", after).decided.isEmpty)
        #expect(after.report.rows == before.report.rows)

        // With nothing new the same folder stays; a decision made once more changes nothing.
        let contents = try Self.contents(after)
        try house.decide(.withheld, on: answers[2], by: "Ilir")
        let again = try house.night()
        #expect(again.timings.rows == 0)
        #expect(try Self.contents(again) == contents)
        // The later decision stands.
        try house.decide(.withheld, on: answers[1])
        _ = try house.night()
        #expect(try house.texts(of: "CO") == [masked])
    }

    @Test func `a decision holds for its exact text, question and country only`() throws {
        let house = try House(scrubs: true)
        _ = try house.night()
        let before = try house.texts(of: "CO")
        let answer = try #require(try house.answers().first { $0.countryCode.letters == "CO" && $0.text.count > 40 })
        let key = StudyKeys.demonstration.answers
        let other = try #require(house.study.codebook.variables.first { $0.name != answer.variable })
        var strange = answer
        for hash in [
            key.hash(variable: answer.variable, country: answer.countryCode, text: answer.text + " "),
            key.hash(variable: answer.variable, country: answer.countryCode, text: String(answer.text.dropLast())),
            key.hash(variable: answer.variable, country: CountryCode("AL")!, text: answer.text),
            key.hash(variable: other.name, country: answer.countryCode, text: answer.text),
        ] {
            strange.hash = hash
            try house.decide(.edited("Not this one."), on: strange)
        }
        let outcome = try house.night()
        #expect(try house.texts(of: "CO") == before)
        #expect(try Self.country("CO", outcome).decided.isEmpty)
        try house.decide(.edited("This one."), on: answer)
        _ = try house.night()
        let changed = zip(before, try house.texts(of: "CO")).filter { $0 != $1 }
        #expect(!changed.isEmpty && changed.allSatisfy { $0.1 == "This one." })
    }

    @Test func `the study's words pass, and change the name of the data set`() throws {
        let house = try House(["AL"], scrubs: true)
        let file = try #require(
            try FileManager.default.contentsOfDirectory(atPath: house.inbox.appending(path: "AL").path).first)
        let path = house.inbox.appending(path: "AL/\(file)")
        let answer = try #require(try house.answers().first { $0.text.count > 40 && !$0.text.contains("\"") })
        let text = "We rely on Qwzrtamela of the office."
        try Data(
            String(contentsOf: path, encoding: .windowsCP1252).replacing(answer.text, with: text).utf8
        ).write(to: path)
        let before = try house.night()
        #expect(try house.texts(of: "AL").contains { $0.hasPrefix("We rely on") })
        #expect(try !house.texts(of: "AL").contains(text))
        var words = try SafeWords(house.state)
        try words.add("qwzrtamela")
        let after = try house.night()
        #expect(try house.texts(of: "AL").contains(text))
        #expect(after.report.dataset != before.report.dataset)
    }

    @Test func `decisions about an upload whose file is gone withhold its open answers until it is back`() throws {
        let house = try House(["CO"], scrubs: true)
        let first = try house.night()
        let answer = try #require(try house.answers().first { $0.text.count > 40 })
        try house.decide(.withheld, on: answer)
        let aside = house.folder.url.appending(path: "aside")
        try FileManager.default.moveItem(at: house.inbox.appending(path: "CO"), to: aside)
        let outcome = try house.night()
        let country = try Self.country("CO", outcome)
        #expect(outcome.report.findings.filter { $0.place.file.hasPrefix("CO/") }.map(\.code).first == .uploadUndecided)
        #expect(country.scrubbed == 0 && country.mentions.isEmpty)
        #expect(country.withheld >= (try Self.country("CO", first)).scrubbed)
        let table = try FileHandle.gunzipped(outcome.folder.appending(path: "data/merged.csv.gz"))
        #expect(table.split(whereSeparator: \.isNewline).count == outcome.report.rows + 1)
        #expect(try house.texts(of: "CO").filter { $0.count > 60 }.allSatisfy { !table.contains($0) })

        try FileManager.default.moveItem(at: aside, to: house.inbox.appending(path: "CO"))
        let back = try house.night()
        #expect(!back.report.findings.contains { $0.code == .uploadUndecided })
        #expect(try Self.country("CO", back).decided.values.reduce(0) { $0 + $1.total } >= 1)
    }

    @Test func `a newer upload is compared although people decided in between`() throws {
        let house = try House(["CO"], scrubs: true)
        _ = try house.night()
        let answer = try #require(try house.answers().first { $0.text.count > 40 })
        try house.decide(.edited("Worded anew."), on: answer)
        let folder = house.inbox.appending(path: "CO")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let file = folder.appending(path: name)
        var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\r\n")
        let last = lines.remove(at: lines.count - 2)
        try FileManager.default.removeItem(at: file)
        try Data(lines.joined(separator: "\r\n").utf8).write(to: file)
        #expect(!last.isEmpty)
        let found = try house.night().report.findings.filter { $0.code.rawValue.hasPrefix("row.") }
        #expect(found.map(\.code) == [.rowVanished])
    }
}

extension FileHandle {
    /// The text of a gzip file.
    fileprivate static func gunzipped(_ file: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
