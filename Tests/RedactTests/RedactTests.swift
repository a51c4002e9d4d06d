import TestSupport
import Testing
import WeirCore

@testable import WeirRedact

/// Open answers are withheld: what is left of them is that there was one, and how long it was.
@Suite struct RedactTests {
    private static let codebook = Codebook(variables: [.closed("closed", "yes"), .open("first"), .open("second")])
    private static let schema = Schema(codebook: codebook)
    private static let crosswalk = Crosswalk(
        "AL", codebook,
        """
        closed | C | answer | Yes=yes
        first | F (English) | translation
        first | F | original
        second | S (English) | translation
        """)

    /// Cells of `closed`, `first` and `second`, row by row; the original never passed Ingest.
    private static func withheld(_ rows: [[String]]) throws -> (BatchStorage, RedactSummary) {
        let stage = RedactStage(schema: schema, crosswalk: crosswalk)
        let (batch, summary) = try stage.process(Batch<Raw>(.cells(rows, schema: schema)))
        return (batch.storage, summary)
    }

    private static func traces(_ storage: BatchStorage, _ name: String) -> [[Double]] {
        [storage.values("\(name)__missing", schema), storage.values("\(name)__length", schema)]
    }

    @Test(
        arguments: [
            ("a", 1), (String(repeating: "a", count: 20), 1), (String(repeating: "a", count: 21), 2),
            (String(repeating: "a", count: 80), 2), (String(repeating: "a", count: 81), 3),
            (String(repeating: "a", count: 240), 3), (String(repeating: "a", count: 241), 4),
            (String(repeating: "a", count: 9_000), 4), (String(repeating: "ë", count: 20), 1),
            (String(repeating: "ë", count: 21), 2), (String(repeating: "€", count: 80), 2),
            (String(repeating: "€", count: 81), 3), (String(repeating: "😀", count: 20), 1),
            (String(repeating: "😀", count: 21), 2), (String(repeating: "e\u{301}", count: 10), 1),
            (String(repeating: "e\u{301}", count: 11), 2), ("  \t\n a \r\n\u{B}\u{C}", 1),
            (String(repeating: " ", count: 500) + "abc" + String(repeating: "\n", count: 500), 1),
            (" " + String(repeating: "a", count: 20) + " ", 1), ("aaaaaaaaa \n bbbbbbbbb", 2), ("[untranslated]", 5),
        ] as [(String, Double)])
    func lengthClassCountsCharactersWithoutTheBlanksAround(_ text: String, _ length: Double) throws {
        let (storage, summary) = try Self.withheld([["Yes", text, ""]])
        #expect(Self.traces(storage, "first") == [[9996], [length]])
        #expect(summary.withheld == (length == 5 ? 0 : 1))
        #expect(summary.untranslated == (length == 5 ? 1 : 0))
    }

    @Test(arguments: ["", " ", "   \t ", "\r\n\n", "\u{B}\u{C}"])
    func blankAnswerIsLeftToHarmonise(_ text: String) throws {
        let (storage, summary) = try Self.withheld([["Yes", text, "text"]])
        #expect(Self.traces(storage, "first") == [[0], [0]])
        #expect(Self.traces(storage, "second") == [[9996], [1]])
        #expect(summary.withheld == 1)
        #expect(summary.untranslated == 0)
    }

    @Test func cellsOfOpenAnswersAreGoneAndTheOthersAreNot() throws {
        let (storage, _) = try Self.withheld([
            ["Yes", "My name is Planted", "[untranslated]"], ["", "", "Planted again"],
        ])
        let texts = storage.cells.map { cell in
            cell.hasText
                ? String(decoding: storage.bytes[Int(cell.offset)...].prefix(Int(cell.length)), as: UTF8.self) : ""
        }
        #expect(texts == ["Yes", "", "", "", "", ""])
        #expect(storage.cells.dropFirst().allSatisfy { $0 == .blank })
    }

    @Test func rowsKeepTheirPlaces() throws {
        let (storage, _) = try Self.withheld([
            ["", "", "b"], ["", "a", ""], ["", "", ""], ["", "[untranslated]", String(repeating: "c", count: 300)],
        ])
        #expect(Self.traces(storage, "first") == [[0, 9996, 0, 9996], [0, 1, 0, 5]])
        #expect(Self.traces(storage, "second") == [[9996, 0, 0, 9996], [1, 0, 0, 4]])
    }

    @Test func summariesAddUp() {
        var summary = RedactSummary()
        (summary.withheld, summary.untranslated) = (3, 1)
        var later = RedactSummary()
        (later.withheld, later.untranslated) = (4, 5)
        summary.merge(later)
        #expect(summary.withheld == 7)
        #expect(summary.untranslated == 6)
    }
}
