import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirState

/// A prepared part is read as it was written.
@Suite struct PartTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .closed("q", "a b c"), .closed("m", "x y", .multi), .open("n", .number, role: .plain), .open("t"),
        ]))

    /// One row of random values.
    private struct Row: Equatable {
        var account: AccountEntry
        var month: UInt16
        var codes: [UInt16]
        var numbers: [Double]
        var texts: [String]
    }

    private static let words = MentionWords(kinds: ["person", "place"], reasons: ["shape", "listed"])

    private static func rows(_ count: Int, _ random: inout SeededRandom) -> [Row] {
        (0..<count).map { row in
            let entry = AccountEntry(
                // Few different pseudonyms, so that some stand for several rows.
                pseudonym: Pseudonym(
                    high: UInt64.random(in: 0...UInt64(max(count / 2, 1)), using: &random) << 32,
                    low: UInt16.random(in: 0...2, using: &random)),
                row: UInt32(row + 2), disposition: Disposition.allCases.prefix(7).randomElement(using: &random)!,
                endedAt: UInt16.random(in: 0...3, using: &random))
            return Row(
                account: entry, month: UInt16.random(in: 0...30_000, using: &random),
                codes: (0..<schema.codeCount).map { _ in UInt16.random(in: 0...9998, using: &random) },
                numbers: (0..<schema.numberCount).map { _ in Double(Int.random(in: -50...200, using: &random)) / 4 },
                texts: (0..<schema.textCount).map { _ in
                    String(repeating: "ž", count: max(0, Int.random(in: -3...9, using: &random)))
                })
        }
    }

    private static func batches(_ rows: [Row], size: Int) -> [Batch<Harmonised>] {
        stride(from: 0, to: rows.count, by: size).map { start in
            let some = rows[start..<min(start + size, rows.count)]
            let storage = BatchStorage(bytes: [], firstRow: start + 2, firstByte: 0)
            storage.rowCount = some.count
            storage.pseudonyms = some.map(\.account.pseudonym)
            storage.sourceRows = some.map(\.account.row)
            storage.dispositions = some.map(\.account.disposition)
            storage.endedAt = some.map(\.account.endedAt)
            storage.months = some.map(\.month)
            storage.codes = (0..<schema.codeCount).flatMap { column in some.map { $0.codes[column] } }
            storage.numbers = (0..<schema.numberCount).flatMap { column in some.map { $0.numbers[column] } }
            for column in 0..<schema.textCount {
                for row in some {
                    let text = Array(row.texts[column].utf8)
                    storage.texts.append(
                        text.isEmpty
                            ? .blank : Cell(offset: UInt32(storage.arena.count), length: UInt32(text.count)))
                    storage.arena += text
                }
            }
            return Batch(storage)
        }
    }

    private static func write(_ rows: [Row], size: Int, runRows: Int, merged: Set<Disposition>, to folder: URL) throws {
        let writer = try PartWriter(folder: folder, schema: schema, merged: merged, words: words, runRows: runRows)
        for batch in batches(rows, size: size) { try writer.append(batch) }
        var summary = PartSummary(upload: "digest", country: CountryCode("AL")!)
        summary.rows = rows.count
        try writer.finish(summary)
    }

    private static func accounts(_ part: PartReader) throws -> [AccountEntry] {
        var entries: [AccountEntry] = []
        while let entry = try part.nextAccount() { entries.append(entry) }
        return entries
    }

    /// The rows of each run.
    private static func answers(_ part: PartReader) throws -> [[Row]] {
        try part.runs().map { run in
            var rows: [Row] = []
            while let block = try run.next() {
                #expect(block.count > 0)
                rows += (0..<block.count).map { row in Self.row(row, of: block) }
            }
            return rows
        }
    }

    private static func row(_ row: Int, of block: AnswerBlock) -> Row {
        Row(
            account: AccountEntry(
                pseudonym: block.pseudonyms[row], row: block.sourceRows[row], disposition: .complete, endedAt: 0),
            month: block.months[row], codes: (0..<schema.codeCount).map { block.codes[$0 * block.count + row] },
            numbers: (0..<schema.numberCount).map { block.numbers[$0 * block.count + row] },
            texts: (0..<schema.textCount).map { column in
                let text = block.texts[column * block.count + row]
                return String(decoding: block.arena[Int(text.offset)...].prefix(Int(text.length)), as: UTF8.self)
            })
    }

    private static func ordered(_ left: Row, _ right: Row) -> Bool {
        AccountEntry.precedes(left.account, right.account)
    }

    private static func withoutAccounts(_ row: Row) -> Row {
        var row = row
        row.account.disposition = .complete
        row.account.endedAt = 0
        return row
    }

    struct Shape: Sendable, CustomTestStringConvertible {
        var rows, batch, run: Int
        var testDescription: String { "\(rows) rows in batches of \(batch), runs of \(run)" }
    }

    @Test(arguments: [
        Shape(rows: 0, batch: 1, run: 1), Shape(rows: 1, batch: 1, run: 1), Shape(rows: 25, batch: 4, run: 1),
        Shape(rows: 200, batch: 7, run: 3), Shape(rows: 1_300, batch: 100, run: 1_000),
        Shape(rows: 2_600, batch: 999, run: 16_384),
    ])
    func partIsReadAsItWasWritten(_ shape: Shape) throws {
        let seed = UInt64(shape.rows + shape.run)
        var random = SeededRandom(seed: seed)
        let rows = Self.rows(shape.rows, &random)
        let merged: Set<Disposition> = [.complete, .sufficientPartial]
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try Self.write(rows, size: shape.batch, runRows: shape.run, merged: merged, to: place)

        let part = try PartReader(place)
        #expect(try Self.accounts(part) == rows.map(\.account).sorted(by: AccountEntry.precedes), "seed \(seed)")
        let kept = rows.filter { merged.contains($0.account.disposition) }.map(Self.withoutAccounts)
        let expected = stride(from: 0, to: kept.count, by: shape.run).map { start in
            kept[start..<min(start + shape.run, kept.count)].sorted(by: Self.ordered)
        }
        #expect(try Self.answers(part) == expected, "seed \(seed)")
        #expect(part.summary.runs.map(\.rows) == expected.map(\.count))
    }

    @Test func answersOfRowsThatAreNotMergedAreNowhere() throws {
        var random = SeededRandom(seed: 5)
        var rows = Self.rows(50, &random)
        for index in rows.indices {
            rows[index].account.disposition = index % 2 == 0 ? .notEligible : .complete
            // A number that no other row has.
            rows[index].numbers[0] = index % 2 == 0 ? 4711.25 : 1
        }
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try Self.write(rows, size: 10, runRows: 1_000, merged: [.complete], to: place)
        for name in try FileManager.default.contentsOfDirectory(atPath: place.path) {
            let bytes = Array(try Data(contentsOf: place.appending(path: name)))
            #expect(!bytes.contains(withUnsafeBytes(of: 4711.25) { Array($0) }), "\(name)")
            if name == "answers.bin" { #expect(bytes.contains(withUnsafeBytes(of: 1.0) { Array($0) })) }
        }
    }

    /// Of those who withdrew only the account is left, whether their row comes from an upload or from another part.
    @Test func answersOfThoseWhoWithdrewAreNowhere() throws {
        var random = SeededRandom(seed: 6)
        let rows = Self.rows(60, &random)
        let merged: Set<Disposition> = [.complete, .sufficientPartial]
        let withdrawn = Set(rows.enumerated().filter { $0.offset % 5 == 0 }.map(\.element.account.pseudonym))
        let folder = try TemporaryFolder()
        let (fresh, cut) = (folder.url.appending(path: "fresh"), folder.url.appending(path: "cut"))
        let writer = try PartWriter(
            folder: fresh, schema: Self.schema, merged: merged, words: Self.words, withdrawn: withdrawn)
        for batch in Self.batches(rows, size: 7) { try writer.append(batch) }
        var summary = PartSummary(upload: "a", country: CountryCode("PE")!)
        summary.rows = rows.count
        try writer.finish(summary)
        let whole = folder.url.appending(path: "whole")
        try Self.write(rows, size: 7, runRows: 16_384, merged: merged, to: whole)
        let cutter = try PartWriter(
            folder: cut, schema: Self.schema, merged: merged, words: Self.words, withdrawn: withdrawn)
        try cutter.append(PartReader(whole))
        try cutter.finish(PartReader(whole).summary, mentions: [])
        for place in [fresh, cut] {
            let part = try PartReader(place)
            let accounts = try Self.accounts(part)
            #expect(accounts.map(\.row).sorted() == rows.map(\.account.row).sorted())
            for account in accounts {
                #expect((account.disposition == .withdrawn) == withdrawn.contains(account.pseudonym))
            }
            let kept = rows.filter {
                merged.contains($0.account.disposition) && !withdrawn.contains($0.account.pseudonym)
            }.map(Self.withoutAccounts).sorted(by: Self.ordered)
            #expect(try Self.answers(part).flatMap { $0 } == kept)
            #expect(part.summary.dispositions["withdrawn"] == accounts.count { $0.disposition == .withdrawn })
        }
    }

    @Test func filesAreForTheirOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try Self.write([], size: 1, runRows: 1, merged: [.complete], to: place)
        #expect(try mode(place) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
        #expect(names == ["accounts.bin", "answers.bin", "summary.json"])
        for name in names { #expect(try mode(place.appending(path: name)) == 0o600) }
    }

    @Test(arguments: [1, 7, 16, 17, 18, 100])
    func accountsCutShortAreRefused(_ missing: Int) throws {
        let folder = try Self.cut("accounts.bin", by: missing)
        #expect(throws: (any Error).self) {
            _ = try Self.accounts(try PartReader(folder.url.appending(path: "part")))
        }
    }

    @Test(arguments: [1, 8, 25, 200])
    func answersCutShortAreRefused(_ missing: Int) throws {
        let folder = try Self.cut("answers.bin", by: missing)
        #expect(throws: (any Error).self) { _ = try Self.answers(try PartReader(folder.url.appending(path: "part"))) }
    }

    @Test func summaryCutShortIsRefused() throws {
        let folder = try Self.cut("summary.json", by: 3)
        #expect(throws: (any Error).self) { _ = try PartReader(folder.url.appending(path: "part")) }
    }

    /// Any byte, so also one that would be taken for another answer or another respondent.
    @Test(arguments: ["accounts.bin", "answers.bin", "summary.json"])
    func flippingAnyByteIsFoundBeforeItIsUsed(_ name: String) throws {
        let folder = try Self.cut(name, by: 0)
        let place = folder.url.appending(path: "part")
        let bytes = Array(try Data(contentsOf: place.appending(path: name)))
        let whole = try PartReader(place)
        let (accounts, answers) = (try Self.accounts(whole), try Self.answers(whole))
        var unnoticed: [Int] = []
        for index in stride(from: 0, to: bytes.count, by: max(7, bytes.count / 500)) {
            var changed = bytes
            changed[index] ^= 1 << UInt8(index % 8)
            try Data(changed).write(to: place.appending(path: name))
            do {
                let part = try PartReader(place)
                // A flipped blank of the summary changes nothing.
                if try Self.accounts(part) == accounts, try Self.answers(part) == answers, name == "summary.json",
                    part.summary == whole.summary
                {
                    continue
                }
                unnoticed.append(index)
            } catch let damage as PartReader.Damage { #expect(damage.address == "part") }
        }
        #expect(unnoticed == [])
    }

    /// A part of 40 rows, one of whose files lost its last bytes.
    private static func cut(_ name: String, by missing: Int) throws -> TemporaryFolder {
        var random = SeededRandom(seed: 1)
        let rows = rows(40, &random)
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try write(rows, size: 10, runRows: 1_000, merged: Set(Disposition.allCases), to: place)
        let file = place.appending(path: name)
        try Data(contentsOf: file).dropLast(missing).write(to: file)
        return folder
    }

    @Test func summaryIsReadAsItWasWritten() throws {
        var summary = PartSummary(upload: "abc", country: CountryCode("PE")!)
        summary.recognised = ["UTF-8, comma", "one header row"]
        summary.rows = 3
        summary.dispositions = ["complete": 2, "no consent": 1]
        summary.endedAt = ["consent": 1]
        summary.lastDay = 20_210_716
        (summary.withheld, summary.untranslated) = (4, 5)
        let finding = Diagnostic(
            .answerUnknown, at: Place(file: "PE/a.csv", row: 4, column: 2), label: "q", count: 7, firstRows: [4, 5])
        summary.findings = [StoredDiagnostic(finding)]
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        var random = SeededRandom(seed: 3)
        let writer = try PartWriter(folder: place, schema: Self.schema, merged: [.breakOff], words: Self.words)
        for batch in Self.batches(Self.rows(3, &random), size: 3) { try writer.append(batch) }
        try writer.finish(summary)

        summary.codeCount = Self.schema.codeCount
        summary.numberCount = Self.schema.numberCount
        summary.textCount = Self.schema.textCount
        let read = try PartReader.summary(of: place)
        summary.runs = read.runs
        summary.accountDigests = read.accountDigests
        summary.textWidths = read.textWidths
        // Counted from the rows that came, whatever was said before.
        #expect(read.dispositions.values.reduce(0, +) == 3)
        summary.dispositions = read.dispositions
        #expect(try read == summary.sealed)
        var renamed = finding
        renamed.place.file = "PE/b.csv"
        #expect(read.findings.map { $0.diagnostic(in: "PE/b.csv") } == [renamed])
        #expect(
            !String(decoding: try Data(contentsOf: place.appending(path: "summary.json")), as: UTF8.self).contains(
                "PE/a.csv"))
    }

    @Test func mentionsOfMergedRowsAreCountedAndPlaced() throws {
        var random = SeededRandom(seed: 9)
        var rows = Self.rows(3, &random)
        for (index, disposition) in [Disposition.complete, .noConsent, .complete].enumerated() {
            rows[index].account.disposition = disposition
        }
        let batch = Self.batches(rows, size: 3)[0]
        batch.storage.mentions = (0..<3).map {
            MentionPlace(row: $0, variable: 3, column: 6, range: $0..<9, kind: 1, reason: UInt8($0 / 2))
        }
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        let writer = try PartWriter(folder: place, schema: Self.schema, merged: [.complete], words: Self.words)
        try writer.append(batch)
        var summary = PartSummary(upload: "digest", country: CountryCode("AL")!)
        summary.rows = 3
        let found = try writer.finish(summary)
        #expect(found.map(\.places) == ["[[2,7,0,9]]", "[[4,7,2,9]]"])
        let read = try PartReader.summary(of: place)
        #expect(
            read.mentions == [
                .init(variable: "t", kind: "place", reason: "shape", count: 1),
                .init(variable: "t", kind: "place", reason: "listed", count: 1),
            ])
        #expect(read.mentions == found.map(\.count))
        #expect(read.mentionsByKind == ["place": 2])
    }

    @Test func longTextsEndBlocksAndRunsEarly() throws {
        var random = SeededRandom(seed: 11)
        var rows = Self.rows(40, &random)
        for index in rows.indices {
            rows[index].account.disposition = .complete
            rows[index].texts = [String(repeating: "x", count: 600_000 + index)]
        }
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try Self.write(rows, size: 5, runRows: 16_384, merged: [.complete], to: place)
        let part = try PartReader(place)
        #expect(part.summary.runs.count == 2)
        #expect(part.summary.runs.flatMap(\.blocks).allSatisfy { $0.rows <= 2 })
        let texts = try Self.answers(part).joined().flatMap(\.texts).sorted()
        #expect(texts == rows.flatMap(\.texts).sorted())
    }

    @Test func summaryKnowsHowLongTheTextsOfMergedRowsAre() throws {
        var random = SeededRandom(seed: 12)
        var rows = Self.rows(9, &random)
        for index in rows.indices {
            rows[index].account.disposition = index == 8 ? .breakOff : .complete
            rows[index].texts = [String(repeating: "ž", count: index)]
        }
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "part")
        try Self.write(rows, size: 2, runRows: 4, merged: [.complete], to: place)
        var summary = try PartReader(place).summary
        #expect(summary.textWidths == [14])
        // An earlier program did not note it: no text is longer than all texts of a block.
        summary.textWidths = nil
        #expect(summary.widestTexts.allSatisfy { $0 >= 14 })
    }

    @Test func summaryThatCountsOtherRowsIsRefused() throws {
        let folder = try TemporaryFolder()
        let writer = try PartWriter(
            folder: folder.url.appending(path: "part"), schema: Self.schema, merged: [], words: Self.words)
        var summary = PartSummary(upload: "digest", country: CountryCode("AL")!)
        summary.rows = 1
        #expect(throws: (any Error).self) { try writer.finish(summary) }
    }

    @Test func summaryIsTheSameBytesEveryTime() throws {
        let folder = try TemporaryFolder()
        var summary = PartSummary(upload: "abc", country: CountryCode("PE")!)
        summary.dispositions = Dictionary(uniqueKeysWithValues: Disposition.allCases.map { ($0.word, 1) })
        let bytes = try (0..<5).map { index in
            let place = folder.url.appending(path: "part\(index)")
            try PartWriter(folder: place, schema: Self.schema, merged: [.complete], words: Self.words).finish(summary)
            return try Data(contentsOf: place.appending(path: "summary.json"))
        }
        #expect(Set(bytes).count == 1)
    }
}

/// The permissions of a file.
func mode(_ file: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
}
