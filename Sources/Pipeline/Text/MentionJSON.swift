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
    }

    static func line(_ text: UnsafeBufferPointer<UInt8>, _ outcome: Scrubber.Outcome) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(object(text, outcome)) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private static func object(_ text: UnsafeBufferPointer<UInt8>, _ outcome: Scrubber.Outcome) -> Line {
        switch outcome {
        case .withheld(let doubt):
            return Line(text: String(decoding: Masking.withheld, as: UTF8.self), withheld: doubt.rawValue, spans: [])
        case .scrubbed(let mentions):
            var masked: [UInt8] = []
            Masking.append(text, masking: mentions, to: &masked)
            return Line(text: String(decoding: masked, as: UTF8.self), withheld: nil, spans: spans(mentions, in: text))
        }
    }

    /// The mentions by code points of the text.
    static func spans(_ mentions: [Mention], in text: UnsafeBufferPointer<UInt8>) -> [Span] {
        var points = 0
        var at = 0
        func count(to place: Int) -> Int {
            points += text[at..<place].count { $0 & 0xC0 != 0x80 }
            at = place
            return points
        }
        return mentions.map { mention in
            Span(
                start: count(to: mention.range.lowerBound), end: count(to: mention.range.upperBound),
                kind: mention.kind.rawValue, mask: Masking.mask(mention), reason: mention.reason.rawValue)
        }
    }
}
