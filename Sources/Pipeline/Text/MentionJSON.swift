import Foundation
import WeirRedact

/// An answer's mentions as JSON: kinds, places by code points, reasons.
enum MentionJSON {
    private struct Line: Encodable {
        var text: String
        var withheld: String?
        var spans: [Span]
    }

    struct Span: Encodable {
        var start: Int
        var end: Int
        var kind: String
        var mask: String
        var reason: String
        /// How sure that it is a mention, from 0 to 1.
        var confidence: Double
    }

    static func line(
        _ text: UnsafeBufferPointer<UInt8>, _ outcome: Scrubber.Outcome, _ scrubbing: AnswerScrubbing
    ) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(object(text, outcome, scrubbing)) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private static func object(
        _ text: UnsafeBufferPointer<UInt8>, _ outcome: Scrubber.Outcome, _ scrubbing: AnswerScrubbing
    ) -> Line {
        switch outcome {
        case .withheld(let doubt): return withheld(doubt.rawValue)
        case .scrubbed(let mentions) where scrubbing.withholds(mentions): return withheld("policy")
        case .scrubbed(let mentions):
            var masked: [UInt8] = []
            scrubbing.append(text, mentions, to: &masked)
            return Line(
                text: String(decoding: masked, as: UTF8.self), withheld: nil,
                spans: spans(mentions, in: text, scrubbing))
        }
    }

    private static func withheld(_ reason: String) -> Line {
        Line(text: String(decoding: Masking.withheld, as: UTF8.self), withheld: reason, spans: [])
    }

    /// The mentions that are replaced, by code points of the text.
    static func spans(
        _ mentions: [Mention], in text: UnsafeBufferPointer<UInt8>, _ scrubbing: AnswerScrubbing = .plain
    ) -> [Span] {
        var points = 0
        var at = 0
        func count(to place: Int) -> Int {
            points += text[at..<place].count { $0 & 0xC0 != 0x80 }
            at = place
            return points
        }
        return mentions.compactMap { mention in
            guard let mask = scrubbing.mask(mention, in: text) else { return nil }
            return Span(
                start: count(to: mention.range.lowerBound), end: count(to: mention.range.upperBound),
                kind: mention.kind.rawValue, mask: mask, reason: mention.reason.rawValue,
                confidence: Double((mention.confidence * 100).rounded()) / 100)
        }
    }
}
