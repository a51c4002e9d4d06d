import Testing

@testable import WeirRedact

/// The same person twice in an answer has one number; another person has another; answers know nothing of each other.
@Suite struct PersonNumberTests {
    @Test(
        arguments: [
            ("Emina Hadžić came. Emina left", "[PERSON 1] came. [PERSON 1] left"),
            ("Emina Hadžić came, then Hadžić left", "[PERSON 1] came, then [PERSON 1] left"),
            ("we ask Drita Hoxha and Besnik Leka", "we ask [PERSON 1] and [PERSON 2]"),
            ("A. Popescu and Gh. Ionescu came", "[PERSON 1] and [PERSON 2] came"),
            ("Drita helps, and Drita alone", "[PERSON 1] helps, and [PERSON 1] alone"),
            ("DRITA HOXHA helps; drita hoxha only", "[PERSON 1] helps; [PERSON 1] only"),
            ("Mrs Munteanu called Mr Rusu, Munteanu waited", "Mrs [PERSON 1] called Mr [PERSON 2], [PERSON 1] waited"),
        ])
    func isOnePersonsWithinAnAnswer(_ text: String, _ scrubbed: String) {
        #expect(MarkedText(text).scrubbed == scrubbed)
    }

    @Test func beginsAnewInEveryAnswer() {
        let scrubber = Scrubber()
        let numbers = ["we ask Drita Hoxha", "we ask Besnik Leka"].map { text in
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                guard case .scrubbed(let mentions) = scrubber.scrub(bytes) else { return [-1] }
                return mentions.map(\.person)
            }
        }
        #expect(numbers == [[1], [1]])
    }
}
