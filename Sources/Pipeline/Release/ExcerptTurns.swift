/// When the answers to a question leave as excerpts, and what is told of who gave them.
///
/// Whoever has two releases knows which excerpts are new, and that those who gave them are among the people who are new. So
/// answers wait for each other, turn by turn: until k people gave one in the same place, or k did who are not told by
/// their place. What left stays as it left. Which answers somebody has approved by then plays no part, so that it tells
/// nothing.
struct ExcerptTurns {
    let k: Int

    /// An answer to the question.
    struct Answer {
        /// Where it was given, as the release tells it; nil where it tells nothing.
        var place: String?
        /// For each person who gave it and is released, their turn: who has a later one was told later.
        var givers: [Int]
    }

    /// The most that may be told of who gave an answer.
    enum Attribution: Equatable { case place, role }

    /// For each of some people a number in the order in which a profile told them first, and then any: whom another profile
    /// told before are new to whoever has this one alone, and are no news to others. Whom none told come last.
    /// - Parameter released: whom each release told, and whether it is of the profile; the oldest first.
    static func turns(of people: [String], after released: [(isOwn: Bool, people: [String])]) -> [String: Int] {
        let last = released.count
        var own = Dictionary(people.map { ($0, last) }, uniquingKeysWith: { first, _ in first })
        var any = own
        for (place, release) in released.enumerated().reversed() {
            for name in release.people where any[name] != nil {
                any[name] = place
                if release.isOwn { own[name] = place }
            }
        }
        return own.merging(any) { own, any in own * (last + 1) + any }
    }

    /// - Returns: for each answer what may be told; nil for one that waits.
    func attributions(of answers: [Answer]) -> [Attribution?] {
        var told = [Attribution?](repeating: nil, count: answers.count)
        for turn in Set(answers.flatMap(\.givers)).sorted() {
            let people = { (place: Int) in answers[place].givers.count { $0 <= turn } }
            var waiting = answers.indices.filter { told[$0] == nil && people($0) > 0 }
            for (place, those) in Dictionary(grouping: waiting, by: { answers[$0].place }) where place != nil {
                if those.reduce(0, { $0 + people($1) }) >= k { for answer in those { told[answer] = .place } }
            }
            waiting = waiting.filter { told[$0] == nil }
            if waiting.reduce(0, { $0 + people($1) }) >= k { for answer in waiting { told[answer] = .role } }
        }
        return told
    }
}
