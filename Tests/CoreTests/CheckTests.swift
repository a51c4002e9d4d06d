import Testing
import WeirCore

/// What cells look like that name a person.
@Suite struct IdentifierShapeTests {
    private static func shape(_ text: String) -> IdentifierShape? {
        Array(text.utf8).withUnsafeBytes { IdentifierShape(of: $0) }
    }

    @Test(arguments: [
        ("besa@example.org", IdentifierShape.email), ("+355 69 555 0101", .number), ("(06) 555-0101", .number),
        ("AB1234567", .number), ("1234567890123", .number), ("198.18.222.69", .networkAddress),
        ("https://example.org/besa", .webAddress), ("www.example.org", .webAddress),
    ])
    func identifierHasAShape(_ text: String, _ shape: IdentifierShape) { #expect(Self.shape(text) == shape) }

    @Test(arguments: [
        "", "12", "2021", "37.5", "2021-06-15 14:30", "15/06/2021", "2021-06-15", "Po", "@home", "a@b", "1;2;3",
        "some words about a case of 2021", "1.2.3.4.5", "300.1.1.1", String(repeating: "9", count: 40),
    ])
    func otherTextHasNone(_ text: String) { #expect(Self.shape(text) == nil) }
}

/// How far two wordings are apart.
@Suite struct EditDistanceTests {
    @Test(arguments: [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("gjinia", "gjinija", 1)])
    func distanceCountsChanges(_ one: String, _ other: String, _ distance: Int) {
        #expect(Array(one).distance(to: Array(other)) == distance)
        #expect(Array(other).distance(to: Array(one)) == distance)
    }
}

/// How interviews went, in counts.
@Suite struct FieldQualityTests {
    private static let codebook = Codebook(variables: [
        Variable(name: "a", type: .single),
        Variable(name: "b", type: .single, universe: .selected(variable: "a", category: "x")),
    ])

    private static func codes(_ quality: FieldQuality) -> [DiagnosticCode] {
        quality.diagnostics(in: "f", codebook: codebook).map(\.code)
    }

    @Test func `a tenth of fast interviews is told, fewer than five never are`() {
        var quality = FieldQuality()
        quality.lengths = [120: 40, 30: 4]
        #expect(quality.speeders == .init(4, of: 44))
        #expect(Self.codes(quality) == [])
        quality.lengths[30] = 5
        #expect(Self.codes(quality) == [.speeders])
        // Just a third of the median is no less than a third.
        quality.lengths = [120: 40, 40: 20]
        #expect(quality.speeders == .init(0, of: 60))
        quality.lengths = [:]
        #expect(quality.speeders == nil)
    }

    @Test func `a few blanks are the interviews', many the question's, behind a condition the form's`() {
        var quality = FieldQuality()
        quality.asked[0] = 40
        quality.asked[1] = 40
        for row in 2..<11 { quality.blank[0, default: Tally()].add(row: row) }
        #expect(Self.codes(quality) == [.requiredBlank])
        quality.blank[0]?.add(row: 11)
        #expect(Self.codes(quality) == [.nonResponse])
        quality.blank = [1: quality.blank[0]!]
        #expect(Self.codes(quality) == [.followUpBlank])
    }

    @Test func `break-offs, "other" and straight lines are told from their share on`() {
        var quality = FieldQuality()
        quality.eligible = 40
        quality.breakOffs[1] = 9
        quality.choices[0] = 40
        quality.others[0] = 23
        quality.scaled = 40
        quality.straight = 9
        #expect(Self.codes(quality) == [])
        quality.breakOffs[1] += 1
        quality.others[0] += 1
        quality.straight += 1
        #expect(Self.codes(quality) == [.straightLining, .otherShare, .breakOffs])
        #expect(quality.brokenOff == .init(10, of: 40))
    }

    @Test func `parts of an upload add up in any slicing`() {
        var first = FieldQuality()
        first.eligible = 2
        first.breakOffs[3] = 1
        first.lengths = [1: 1]
        var second = first
        second.blank[1, default: Tally()].add(row: 9)
        var sum = first
        sum.merge(second)
        #expect(sum.eligible == 4)
        #expect(sum.breakOffs[3] == 2)
        #expect(sum.lengths == [1: 2])
        #expect(sum.blank[1]?.firstRows == [9])
        #expect(sum.breakOffs.total == 2)
    }
}
