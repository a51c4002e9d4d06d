import Foundation
import TestSupport
import Testing
import WeirCore
import WeirState

@testable import WeirPipeline

/// An upload is compared with the one that it replaces.
@Suite struct ComparisonTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [.closed("q", "a b"), .open("n", .number, role: .plain), .open("t")]))

    struct Row: Sendable {
        var who: UInt64
        var disposition = Disposition.complete
        var code: UInt16 = 1
        var number = 1.0
        var text = ""
    }

    private static func write(_ rows: [Row], _ address: String, _ state: StateFolder) throws {
        let writer = try PartWriter(
            folder: state.part(address), schema: schema, merged: [.complete],
            words: MentionWords(kinds: [], reasons: []), runRows: 2)
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = rows.count
        storage.pseudonyms = rows.map { Pseudonym(high: $0.who, low: 0) }
        storage.sourceRows = rows.indices.map { UInt32($0 + 2) }
        storage.dispositions = rows.map(\.disposition)
        storage.endedAt = rows.map { _ in 0 }
        storage.months = rows.map { _ in 0 }
        // The open answer's reason and length say nothing here.
        storage.codes = rows.map(\.code) + rows.map { _ in 0 } + rows.map { _ in 0 }
        storage.texts = rows.map { row in
            storage.arena += Array(row.text.utf8)
            let count = row.text.utf8.count
            return count == 0 ? .blank : Cell(offset: UInt32(storage.arena.count - count), length: UInt32(count))
        }
        storage.numbers = rows.map(\.number)
        try writer.append(Batch(storage))
        var summary = PartSummary(upload: address, country: CountryCode("AL")!)
        summary.rows = rows.count
        try writer.finish(summary)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var old, new: [Row]
        var vanished = 0
        var changed = 0
    }

    @Test(arguments: [
        Case(
            testDescription: "the same rows in another order", old: [Row(who: 1), Row(who: 2), Row(who: 3)],
            new: [Row(who: 3), Row(who: 1), Row(who: 2)]),
        Case(
            testDescription: "another open answer is a change", old: [Row(who: 1, text: "a"), Row(who: 2, text: "b")],
            new: [Row(who: 1, text: "c"), Row(who: 2, text: "b")], changed: 1),
        Case(testDescription: "new respondents are no change", old: [Row(who: 2)], new: (0..<5).map { Row(who: $0) }),
        Case(
            testDescription: "vanished at the start, in the middle, at the end", old: (0..<5).map { Row(who: $0) },
            new: [Row(who: 1), Row(who: 3)], vanished: 3),
        Case(testDescription: "all vanished", old: [Row(who: 1), Row(who: 2)], new: [Row(who: 3)], vanished: 2),
        Case(
            testDescription: "another code, another number", old: (0..<5).map { Row(who: $0) },
            new: [Row(who: 0, code: 2), Row(who: 1), Row(who: 2, number: 2), Row(who: 3), Row(who: 4, code: 9994)],
            changed: 3),
        Case(
            testDescription: "another disposition, with answers and without",
            old: [Row(who: 1), Row(who: 2, disposition: .noConsent), Row(who: 3, disposition: .noConsent)],
            new: [Row(who: 1, disposition: .breakOff), Row(who: 2), Row(who: 3, disposition: .underAge)], changed: 3),
        Case(
            testDescription: "answers that were never kept are not compared",
            old: [Row(who: 1, disposition: .noConsent)], new: [Row(who: 1, disposition: .noConsent, code: 2)]),
        Case(
            testDescription: "of several rows the one that counts", old: [Row(who: 1, code: 1), Row(who: 2)],
            new: [
                Row(who: 1, code: 2), Row(who: 1, code: 1), Row(who: 1, disposition: .breakOff), Row(who: 2, code: 2),
                Row(who: 2, disposition: .breakOff),
            ], changed: 1),
    ])
    func `vanished and changed respondents are counted`(_ example: Case) throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        try Self.write(example.old, "old", state)
        try Self.write(example.new, "new", state)
        let comparison = try UploadComparison(
            from: "old", to: "new", in: state, schema: Self.schema, merged: [.complete])
        #expect(comparison.vanished == example.vanished)
        #expect(comparison.changed == example.changed)
        let acrossDefinitions = try UploadComparison(
            from: "old", to: "new", in: state, schema: nil, merged: [.complete])
        #expect(acrossDefinitions.vanished == example.vanished)
        #expect(acrossDefinitions.changed == 0)
    }

    @Test func `who withdrew neither vanishes nor changes`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        try Self.write([Row(who: 1), Row(who: 2), Row(who: 3)], "old", state)
        try Self.write([Row(who: 1, code: 2)], "new", state)
        let names = (1...3).map { Pseudonym(high: $0, low: 0) }
        let comparison = try UploadComparison(
            from: "old", to: "new", in: state, schema: Self.schema, merged: [.complete], withdrawn: Set(names))
        #expect(comparison.vanished == 0)
        #expect(comparison.changed == 0)
    }
}
