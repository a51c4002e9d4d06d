import WeirCore
import WeirRedact
import WeirState

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
}

/// Marks answers as the machine would mask them. It runs here again, because nothing about an answer is stored.
final class AnswerMarker {
    private let scrubber = Scrubber()

    func marking(of text: String) -> Marking {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { bytes in
            switch scrubber.scrub(bytes) {
            case .withheld(let doubt): return Marking(marks: [], doubt: Self.words(doubt))
            case .scrubbed(let mentions):
                let marks = zip(mentions, MentionJSON.spans(mentions, in: bytes)).map { mention, span in
                    Marking.Mark(
                        mask: Mask(start: span.start, end: span.end, word: span.mask),
                        unlisted: mention.kind == .person && mention.reason == .unlisted
                            ? unlisted(in: bytes[mention.range]) : [])
                }
                return Marking(marks: marks, doubt: nil)
            }
        }
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
        case .encoding: "its bytes are no text"
        case .context: "a word that may be a name or not"
        }
    }
}
