/// What the model is trained with: the features of every word of a marked answer, and what the word is.
public struct ContextLesson {
    private let scrubber = Scrubber()

    /// Lessons from answers that the rules look at first.
    public init() {}

    /// A line for each word: its label's number, and its features in hexadecimal digits. `marks` are the mentions, in
    /// bytes of the text. Empty when the text cannot be read.
    public func lines(_ text: [UInt8], marks: [(range: Range<Int>, kind: MentionKind)]) -> [String] {
        let words = text.withUnsafeBufferPointer { scrubber.contexts(of: $0) }
        return words.map { word in
            let mark = marks.first { $0.range.overlaps(word.range) }
            let label = mark.map { ContextLabel($0.kind) } ?? .none
            return ([String(label.rawValue)] + word.features.map { String($0, radix: 16) }).joined(separator: "\t")
        }
    }
}

extension Scrubber {
    fileprivate func contexts(of text: UnsafeBufferPointer<UInt8>) -> [(range: Range<Int>, features: [UInt64])] {
        guard let mentions = findByRules(text, allowing: .none), ContextJudge.isNeeded(answer, mentions) else {
            return []
        }
        var rules: [UInt8] = []
        var view = ContextText()
        ContextRules.read(mentions, in: answer, into: &rules)
        Likenesses(answer: answer).find()
        view.read(answer, rules: rules)
        var lessons: [(Range<Int>, [UInt64])] = []
        for index in 0..<view.count {
            let features = ContextFeatures(style: view.style, word: view.word(index))
            var all: [UInt64] = []
            features.eachClass { all.append(ContextFeatures.classFeature($0, $1)) }
            features.each { all.append($0) }
            let word = answer.words.all[index].range
            lessons.append((answer.text.origin(of: word.lowerBound)..<answer.text.origin(of: word.upperBound), all))
        }
        return lessons
    }
}
