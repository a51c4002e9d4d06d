public import Foundation
import WeirRedact

/// A file of marked answers: one object a line, with `text` and `spans`, and `id` and `country` if known.
public struct GoldFile: Sendable {
    /// The answers, in the order of the file.
    public let answers: [GoldAnswer]

    /// A line that cannot be used.
    public struct Mistake: Error, Equatable, Sendable {
        /// The line, from 1.
        public var line: Int
        /// What is wrong with it; never what stands there.
        public var reason: Reason
    }

    /// What can be wrong with a line.
    public enum Reason: String, Sendable {
        case notAnObject = "is no JSON object with a text and its spans"
        case spanWithoutPlace = "has a span without start, end and kind"
        case spanOutside = "has a span that does not lie in its text"
    }

    /// All mistakes of a file.
    public struct Mistakes: Error, Sendable {
        /// In the order of the lines.
        public var all: [Mistake]
    }

    /// Reads a file.
    /// - Throws: `Mistakes`, and what reading throws.
    public init(_ url: URL) throws { try self.init(Data(contentsOf: url)) }

    /// Reads marked answers. Blank lines are passed over.
    /// - Throws: `Mistakes`
    public init(_ data: Data) throws {
        var answers: [GoldAnswer] = []
        var mistakes: [Mistake] = []
        for (number, line) in data.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 != 32 && $0 != 13 && $0 != 9 }) else { continue }
            do throws(LineMistake) { answers.append(try GoldLine.answer(line, number: number + 1)) } catch {
                mistakes.append(Mistake(line: number + 1, reason: error.reason))
            }
        }
        guard mistakes.isEmpty else { throw Mistakes(all: mistakes) }
        self.answers = answers
    }
}

private struct LineMistake: Error { var reason: GoldFile.Reason }

/// One line. Other tools write a span as `[start, end, kind]`, and call its kind `type` or `label`.
private enum GoldLine {
    private struct Object: Decodable {
        var id: Name?
        var country: String?
        var text: String
        var spans: [Span]
    }

    /// An id: words or a number.
    private struct Name: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            text = try (try? value.decode(String.self)) ?? String(value.decode(Int.self))
        }
    }

    private struct Span: Decodable {
        enum Key: String, CodingKey { case start, end, kind, type, label }
        var place: (start: Int, end: Int, kind: String)?

        init(from decoder: any Decoder) throws { place = (try? Self.keyed(decoder)) ?? (try? Self.listed(decoder)) }

        private static func keyed(_ decoder: any Decoder) throws -> (Int, Int, String) {
            let object = try decoder.container(keyedBy: Key.self)
            let kind =
                try object.decodeIfPresent(String.self, forKey: .kind)
                ?? object.decodeIfPresent(String.self, forKey: .type) ?? object.decode(String.self, forKey: .label)
            return (try object.decode(Int.self, forKey: .start), try object.decode(Int.self, forKey: .end), kind)
        }

        private static func listed(_ decoder: any Decoder) throws -> (Int, Int, String) {
            var list = try decoder.unkeyedContainer()
            return (try list.decode(Int.self), try list.decode(Int.self), try list.decode(String.self))
        }
    }

    static func answer(_ line: Data, number: Int) throws(LineMistake) -> GoldAnswer {
        guard let object = try? JSONDecoder().decode(Object.self, from: line) else {
            throw LineMistake(reason: .notAnObject)
        }
        let length = object.text.unicodeScalars.count
        var spans: [GoldSpan] = []
        for span in object.spans {
            guard let place = span.place else { throw LineMistake(reason: .spanWithoutPlace) }
            guard 0 <= place.start, place.start < place.end, place.end <= length else {
                throw LineMistake(reason: .spanOutside)
            }
            spans.append(GoldSpan(place.start..<place.end, kind: word(for: place.kind)))
        }
        return GoldAnswer(
            id: object.id?.text ?? "line \(number)", country: object.country ?? "", text: object.text, spans: spans)
    }

    /// The program's word for a kind, however it is capitalised; an unknown kind keeps its own.
    private static func word(for kind: String) -> String { MentionKind(rawValue: kind.lowercased())?.rawValue ?? kind }
}
