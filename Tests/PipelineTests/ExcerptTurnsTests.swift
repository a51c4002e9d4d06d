import Testing

@testable import WeirPipeline

/// When excerpts leave.
@Suite struct ExcerptTurnsTests {
    private typealias Attribution = ExcerptTurns.Attribution

    /// Answers by one person each: where, and which release told them first.
    private static func told(_ people: [(String?, Int)], k: Int = 3) -> [ExcerptTurns.Attribution?] {
        ExcerptTurns(k: k).attributions(of: people.map { ExcerptTurns.Answer(place: $0.0, givers: [$0.1]) })
    }

    @Test func placesAreToldOfKPeopleAndTheOthersTogether() {
        let people: [(String?, Int)] = [("A", 0), ("A", 0), ("A", 0), ("B", 0), ("B", 0), (nil, 0)]
        #expect(Self.told(people) == [.place, .place, .place, .role, .role, .role])
    }

    @Test func fewerThanKWait() {
        #expect(Self.told([("A", 0), ("B", 0)]) == [nil, nil])
        // One beside three that are told by their place would be told as well.
        #expect(Self.told([("A", 0), ("A", 0), ("A", 0), ("B", 0)]) == [.place, .place, .place, nil])
    }

    /// Of those in the second release one is new: an excerpt of theirs would be of one person.
    @Test func newPeopleWaitForEachOther() {
        let three: [(String?, Int)] = [("A", 0), ("A", 0), ("A", 0)]
        #expect(Self.told(three + [("A", 1)]) == [.place, .place, .place, nil])
        #expect(Self.told(three + [("A", 1), ("A", 2), ("A", 2)]) == [.place, .place, .place, .place, .place, .place])
    }

    /// An answer that left without its place would later be of fewer who could have given it there.
    @Test func whatLeftStaysAsItLeft() {
        let first: [(String?, Int)] = [("A", 0), ("A", 0), ("B", 0)]
        #expect(Self.told(first + [("A", 1), ("A", 1)]) == [.role, .role, .role, nil, nil])
    }

    @Test func whoeverGivesAnAnswerAgainIsNotCountedBefore() {
        let answers = [ExcerptTurns.Answer(place: "A", givers: [0, 1, 1])]
        #expect(ExcerptTurns(k: 3).attributions(of: answers) == [.place])
        let later = [ExcerptTurns.Answer(place: "A", givers: [1, 1]), ExcerptTurns.Answer(place: "A", givers: [0])]
        #expect(ExcerptTurns(k: 3).attributions(of: later) == [.place, .place])
        #expect(ExcerptTurns(k: 3).attributions(of: [ExcerptTurns.Answer(place: "A", givers: [])]) == [nil])
    }

    /// Whom a release of another profile told before is alone among those who are new to whoever has this profile's.
    @Test func whomAnotherProfileToldBeforeHasALaterTurn() {
        let released = [
            (isOwn: true, people: ["a", "b", "c"]), (isOwn: false, people: ["a", "b", "c", "d", "e"]),
            (isOwn: true, people: ["a", "b", "c", "d"]),
        ]
        let turns = ExcerptTurns.turns(of: ["a", "b", "c", "d", "e", "f"], after: released)
        #expect(turns["a"] == turns["c"])
        #expect(turns["a"]! < turns["d"]! && turns["d"]! < turns["e"]! && turns["e"]! < turns["f"]!)
        let people = ["a", "b", "c", "e"].map { ExcerptTurns.Answer(place: "A", givers: [turns[$0]!]) }
        #expect(ExcerptTurns(k: 3).attributions(of: people) == [.place, .place, .place, nil])
    }
}
