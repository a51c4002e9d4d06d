import TestSupport
import Testing

@testable import WeirRedact

/// What is remembered of answers changes nothing but time.
struct AnswerMemoryTests {
    private static let allowed: [AllowedWords] = [
        .none, AllowedWords(["Elira"]), AllowedWords(["Arjana"]), AllowedWords(["Elira", "Arjana"]),
        AllowedWords(["Elira"]).and(words: AllowedWords(["Arjana"])),
    ]

    private static func outcome(_ text: String, _ scrubber: Scrubber, _ allowed: AllowedWords) -> Scrubber.Outcome {
        Array(text.utf8).withUnsafeBufferPointer { scrubber.scrub($0, allowing: allowed) }
    }

    @Test func theSameAnswerHasTheSameOutcomeWhateverElseWasAsked() {
        let texts = [
            "", "no", "No", "Elira came.", "Mrs Arjana came.", "Elira and Arjana came.", "call 069 234 5678",
            "Ana \u{FFFD}", String(repeating: "Elira came. ", count: 40),
        ]
        let remembering = Scrubber()
        for _ in 0..<3 {
            for text in texts {
                for allowed in Self.allowed {
                    let fresh = Scrubber(remembers: false)
                    #expect(Self.outcome(text, remembering, allowed) == Self.outcome(text, fresh, allowed), "\(text)")
                }
            }
        }
    }

    @Test func allowedWordsAreToldApart() {
        let digests = Self.allowed.map(\.digest)
        #expect(digests[0] == 0)
        #expect(Set(digests).count == digests.count)
        #expect(AllowedWords(["Arjana", "Elira"]).digest == AllowedWords(["Elira", "Arjana"]).digest)
    }

    /// When it is full it starts anew.
    @Test func moreAnswersThanThereIsRoomFor() {
        var memory = AnswerMemory()
        func hash(_ text: String) -> UInt64 {
            Array(text.utf8).withUnsafeBufferPointer { AnswerMemory.hash($0, allowing: .none) }
        }
        func outcome(_ text: String) -> Scrubber.Outcome? {
            Array(text.utf8).withUnsafeBufferPointer { memory.outcome(of: $0, hash(text), allowing: .none) }
        }
        for number in 0..<50_000 {
            let text = "answer \(number)"
            #expect(outcome(text) == nil)
            let found = Scrubber.Outcome.scrubbed([Mention(.number, 0..<number, .shape)])
            Array(text.utf8).withUnsafeBufferPointer { memory.remember(found, of: $0, hash(text), allowing: .none) }
            #expect(outcome(text) == found)
        }
        let left = (0..<50_000).filter { number in
            guard let known = outcome("answer \(number)") else { return false }
            #expect(known == .scrubbed([Mention(.number, 0..<number, .shape)]))
            return true
        }
        #expect(left.count > 100 && left.count <= 32_768)
    }
}
