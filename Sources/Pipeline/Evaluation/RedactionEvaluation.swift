import WeirRedact

/// Scrubs marked answers, and counts what became of the mentions and of the other words.
public enum RedactionEvaluation {
    /// The figures of a set of answers, with the model of the context or by the rules alone.
    public static func figures(of answers: [GoldAnswer], byRulesAlone: Bool = false) -> RedactionFigures {
        let scrubber = Scrubber(weighsContext: !byRulesAlone)
        var figures = RedactionFigures()
        for answer in answers { figures.add(answer, ScrubbedPoints(answer.text, by: scrubber)) }
        return figures
    }

    /// Bytes a second on one core: the answers over and over, for about so many seconds, each looked at anew.
    public static func speed(over answers: [GoldAnswer], seconds: Double = 1) -> Double {
        let texts = answers.map { Array($0.text.utf8) }
        let size = texts.reduce(0) { $0 + $1.count }
        guard size > 0 else { return 0 }
        let scrubber = Scrubber(remembers: false)
        var output: [UInt8] = []
        var rounds = 0
        let clock = ContinuousClock()
        let start = clock.now
        repeat {
            output.removeAll(keepingCapacity: true)
            for text in texts { scrub(text, scrubber, &output) }
            rounds += 1
        } while clock.now - start < .seconds(seconds)
        return Double(size * rounds) / ((clock.now - start) / .seconds(1))
    }

    private static func scrub(_ text: [UInt8], _ scrubber: Scrubber, _ output: inout [UInt8]) {
        text.withUnsafeBufferPointer { bytes in
            switch scrubber.scrub(bytes) {
            case .scrubbed(let mentions): Masking.append(bytes, masking: mentions, to: &output)
            case .withheld: output.append(contentsOf: Masking.withheld)
            }
        }
    }
}

/// A scrubbed answer by code points.
struct ScrubbedPoints {
    let points: [Unicode.Scalar]
    private(set) var masks: [Range<Int>] = []
    private(set) var isWithheld = false
    private var isCovered: [Bool]

    init(_ text: String, by scrubber: Scrubber) {
        points = Array(text.unicodeScalars)
        isCovered = Array(repeating: false, count: points.count)
        let outcome = Array(text.utf8).withUnsafeBufferPointer { bytes in
            switch scrubber.scrub(bytes) {
            case .withheld: nil as [Range<Int>]?
            case .scrubbed(let mentions): MentionJSON.spans(mentions, in: bytes).map { $0.start..<$0.end }
            }
        }
        guard let outcome else {
            isWithheld = true
            isCovered = Array(repeating: true, count: points.count)
            return
        }
        masks = outcome
        for mask in masks { for point in mask { isCovered[point] = true } }
    }

    /// Whether no letter or digit of a stretch is left.
    func covers(_ stretch: Range<Int>) -> Bool {
        stretch.allSatisfy { isCovered[$0] || !points[$0].isLetterOrDigit }
    }

    /// Whether a stretch is as it was.
    func keeps(_ stretch: Range<Int>) -> Bool { !isCovered[stretch].contains(true) }

    /// Runs of letters, digits and underscores.
    var words: [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (place, point) in points.enumerated() {
            let isInside = point.isLetterOrDigit || point == "_"
            if isInside, start == nil { start = place }
            if !isInside, let first = start {
                words.append(first..<place)
                start = nil
            }
        }
        if let first = start { words.append(first..<points.count) }
        return words
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

extension RedactionFigures {
    fileprivate mutating func add(_ answer: GoldAnswer, _ scrubbed: ScrubbedPoints) {
        answers += 1
        bytes += answer.text.utf8.count
        withheld.add(scrubbed.isWithheld)
        addMentions(of: answer, scrubbed)
        for mask in scrubbed.masks { precision.add(answer.spans.contains { $0.points.overlaps(mask) }) }
        addWords(of: answer, scrubbed)
    }

    private mutating func addMentions(of answer: GoldAnswer, _ scrubbed: ScrubbedPoints) {
        let earlier = misses.count
        for span in answer.spans {
            let isMasked = scrubbed.covers(span.points)
            mentions.add(isMasked)
            if Self.isQuasi(span.kind) { quasi.add(isMasked) } else { direct.add(isMasked) }
            kinds[span.kind, default: Share()].add(isMasked)
            countries[answer.country, default: Share()].add(isMasked)
            if !isMasked { misses.append(Miss(id: answer.id, span: span)) }
        }
        if !answer.spans.isEmpty { safeAnswers.add(misses.count == earlier) }
    }

    private mutating func addWords(of answer: GoldAnswer, _ scrubbed: ScrubbedPoints) {
        var isWhole = true
        for word in scrubbed.words where !answer.spans.contains(where: { $0.points.overlaps(word) }) {
            let isKept = scrubbed.keeps(word)
            wordsKept.add(isKept)
            isWhole = isWhole && isKept
        }
        if answer.spans.isEmpty { untouched.add(isWhole) }
    }
}
