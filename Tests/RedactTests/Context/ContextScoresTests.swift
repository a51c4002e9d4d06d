import TestSupport
import Testing

@testable import WeirRedact

/// The sums of weights that are kept and put together are those of all features, told one by one.
struct ContextScoresTests {
    private static let texts = [
        "", "a", "We help.", "Ana", "I work with Ana Hoxha in Kukës.", "she is 14 years old",
        "ANA AND LUIS CAME TO THE OFFICE",
        "In Save Kovačevića 8, Sarajevo (near the school \"Bright Path\"), the workers' group meets: 12 people, 24/7.",
        "Mr. White's colleague A. B. said \"no\" [twice]; e.g. covid19, 5% of $300, n = 40, 12.03.2019 & 069 234 5678!",
        "We need more cars. We need more fuel. We need more training for the workers of the centre, and time.",
        "Rruga e Kavajës 12, Tirana, then one two three four five six seven eight nine words behind it",
        "кафана thier unprofessionalism zadruga Mexico Save the Children UNICEF",
    ]

    @Test func keptSumsAreThoseOfAllFeatures() {
        var scores = ContextScores(.builtIn)
        // The second time the sums are kept from the first.
        for _ in 0..<2 {
            for text in Self.texts {
                for findsAll in [false, true] {
                    let view = Self.read(text, findsAll: findsAll)
                    var sums: [ContextModel.Weights] = []
                    scores.read(view) { sums.append($0) }
                    let expected = Self.sums(view)
                    #expect(sums == expected, "\(text)")
                }
            }
        }
    }

    /// More words than there is room for.
    @Test func sumsThatAreDrivenOutAreMadeAnew() {
        var random = SeededRandom(seed: 3)
        var scores = ContextScores(.builtIn)
        for _ in 0..<40 {
            let words = (0..<200).map { _ in
                String((0..<5).map { _ in "abcdefghijklmnopqrstuvwxyzABCDE".randomElement(using: &random)! })
            }
            let view = Self.read(words.joined(separator: " "), findsAll: false)
            var sums: [ContextModel.Weights] = []
            scores.read(view) { sums.append($0) }
            let expected = Self.sums(view)
            #expect(sums == expected)
        }
    }

    /// An answer as the model sees it, with what the rules find or without.
    private static func read(_ text: String, findsAll: Bool) -> ContextText {
        let scrubber = Scrubber()
        let mentions = Array(text.utf8).withUnsafeBufferPointer { scrubber.findByRules($0, allowing: .none) }
        var rules: [UInt8] = []
        ContextRules.read(findsAll ? mentions ?? [] : [], in: scrubber.answer, into: &rules)
        var view = ContextText()
        view.read(scrubber.answer, rules: rules)
        return view
    }

    private static func sums(_ view: borrowing ContextText) -> [ContextModel.Weights] {
        var sums: [ContextModel.Weights] = []
        for index in 0..<view.count {
            let features = ContextFeatures(style: view.style, word: view.word(index))
            var sum = ContextModel.Weights()
            features.each { sum &+= ContextModel.builtIn.weights(of: $0) }
            features.eachClass { sum &+= ContextModel.builtIn.weights(of: ContextFeatures.classFeature($0, $1)) }
            sums.append(sum)
        }
        return sums
    }
}
