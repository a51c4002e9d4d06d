/// A study's own words: no list has them, and a person found them harmless. A mention that stands for nothing but such a
/// word passes. A name from the lists is judged in each answer anew, also when somebody wrote it into the study's list.
public struct StudyWords: Sendable {
    /// No words.
    public static let none = StudyWords([])

    /// The words, or the parts of them, that no list has.
    let unlisted: [String]
    let allowed: AllowedWords

    /// Words of letters, with hyphens and apostrophes inside.
    public init(_ words: Set<String>) {
        let parts = Set(words.flatMap { $0.split { !$0.isLetter }.map(String.init) })
        unlisted = parts.isEmpty ? [] : Self.unlisted(among: parts.sorted())
        allowed = AllowedWords(unlisted)
    }

    private static func unlisted(among words: [String]) -> [String] {
        let scrubber = Scrubber()
        return words.filter { word in
            let mentions = [word, word.prefix(1).uppercased() + word.dropFirst()].map { spelling in
                Array(spelling.utf8).withUnsafeBufferPointer { scrubber.scrub($0).mentions }
            }
            return mentions.allSatisfy { $0?.allSatisfy(Self.isUnlisted) == true } && mentions.contains { $0 != [] }
        }
    }

    private static func isUnlisted(_ mention: Mention) -> Bool {
        mention.kind == .person && mention.reason == .unlisted
    }

    /// The mentions of an answer without those that stand for the study's words: with these words allowed, the scrubber
    /// finds nothing in their place. What is masked for more than being in no list stays.
    func dropped(
        from mentions: [Mention], of text: UnsafeBufferPointer<UInt8>, _ scrubber: Scrubber,
        allowing names: AllowedWords
    ) -> [Mention] {
        guard !unlisted.isEmpty else { return mentions }
        let doubtful = mentions.indices.filter {
            Self.isUnlisted(mentions[$0]) && allowed.areIn(UnsafeBufferPointer(rebasing: text[mentions[$0].range]))
        }
        guard !doubtful.isEmpty, let left = scrubber.scrub(text, allowing: names.and(words: allowed)).mentions else {
            return mentions
        }
        let harmless = doubtful.filter { index in !left.contains { $0.range.overlaps(mentions[index].range) } }
        return mentions.indices.filter { !harmless.contains($0) }.map { mentions[$0] }
    }
}

extension Scrubber.Outcome {
    /// The mentions; nil when the answer is withheld.
    var mentions: [Mention]? {
        if case .scrubbed(let mentions) = self { mentions } else { nil }
    }
}
