import WeirCore
import WeirRedact
import WeirState
import WeirStudy

/// What the machine would do to an answer.
struct Marking: Equatable {
    /// A mask, and the words for which it stands there when they are only in no list; folded.
    struct Mark: Equatable {
        var mask: Mask
        var unlisted: Set<String> = []
    }

    var marks: [Mark]
    /// Why the machine would withhold the whole answer, if it would.
    var doubt: String?
    /// Words that could be names and that the machine would leave, by code points: a person has to look at them.
    var suspicious: [Range<Int>] = []
}

/// Marks answers as the machine would mask them in the study's data set. It runs here again, because nothing about an answer
/// is stored. The study's own words are left to the desk, which may gain one at any moment.
final class AnswerMarker {
    private let scrubber = Scrubber()
    private let scrubbing: AnswerScrubbing
    private let rules: (OpenAnswer) throws -> LineRules

    /// Marks as a study has it: by its policy, and with the names that a question brings up.
    init(_ study: Study) throws {
        scrubbing = try LineRules(study).scrubbing
        rules = { try LineRules(study, question: ($0.countryCode, $0.variable)) }
    }

    /// The marking of an answer, or of other words for it.
    func marking(of text: String, for answer: OpenAnswer) -> Marking {
        let names = (try? rules(answer))?.names ?? .none
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            switch scrubbing.scrub(bytes, scrubber, allowing: names) {
            case .withheld(let doubt): return Marking(marks: [], doubt: Self.words(doubt))
            case .scrubbed(let mentions) where scrubbing.withholds(mentions):
                return Marking(marks: [], doubt: "a mention for which the study withholds the answer")
            case .scrubbed(let found):
                let mentions = found.filter { scrubbing.mask($0, in: bytes) != nil }
                let marks = zip(mentions, MentionJSON.spans(mentions, in: bytes, scrubbing)).map { mention, span in
                    Marking.Mark(
                        mask: Mask(start: span.start, end: span.end, word: span.mask),
                        unlisted: mention.kind == .person && mention.reason == .unlisted
                            ? unlisted(in: bytes[mention.range]) : [])
                }
                let left = suspicious(in: bytes, beside: mentions, allowing: names)
                return Marking(marks: marks, doubt: nil, suspicious: left)
            }
        }
    }

    /// Names that are words too, and what no list knows. Countries, public bodies and numbers are known to be harmless.
    private func suspicious(
        in bytes: UnsafeBufferPointer<UInt8>, beside mentions: [Mention], allowing names: AllowedWords
    ) -> [Range<Int>] {
        scrubbing.standingWords(in: bytes, beside: mentions, allowing: names)
            .filter { [.alsoWord, .abbreviation].contains($0.reason) }
            .map { bytes.codePoints(to: $0.range.lowerBound)..<bytes.codePoints(to: $0.range.upperBound) }
    }

    /// The words of a mention that the machine would mask alone too, for being in no list; none when one of them is masked
    /// for something else, because then the mask has to stay.
    private func unlisted(in mention: Slice<UnsafeBufferPointer<UInt8>>) -> Set<String> {
        let scalars = Array(String(decoding: mention, as: UTF8.self).unicodeScalars)
        var unlisted: Set<String> = []
        for range in AnswerWords.ranges(in: scalars) {
            let word = String(String.UnicodeScalarView(scalars[range]))
            let alone = Array(word.utf8).withUnsafeBufferPointer { scrubber.scrub($0) }
            guard case .scrubbed(let mentions) = alone,
                mentions.allSatisfy({ $0.reason == .unlisted || $0.reason == .context })
            else {
                return []
            }
            if !mentions.isEmpty { unlisted.insert(TextFolding.folded(word)) }
        }
        return unlisted
    }

    private static func words(_ doubt: Scrubber.Doubt) -> String {
        switch doubt {
        case .encoding: "its bytes are no text, or letters of it are lost"
        case .context: "a word that may be a name or not"
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The number of code points before a byte.
    fileprivate func codePoints(to end: Int) -> Int { self[..<end].count { $0 & 0xC0 != 0x80 } }
}
