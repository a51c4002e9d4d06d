import Foundation
import WeirCore

/// A JSON value, written with sorted keys, so that the same value is the same text everywhere.
public indirect enum JSON: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
    case text(String)
    case integer(Int)
    case number(Double)
    case truth(Bool)
    case list([JSON])
    case object([String: JSON])

    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .truth(value) }
    public init(arrayLiteral elements: JSON...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { first, _ in first }))
    }

    /// Counts by name.
    public init(_ counts: [String: Int]) { self = .object(counts.mapValues(JSON.integer)) }

    /// The value on one line.
    public var line: String { text(indent: nil, depth: 0) }

    /// The value over several lines.
    public var page: String { text(indent: "  ", depth: 0) + "\n" }

    private func text(indent: String?, depth: Int) -> String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .integer(let number): String(number)
        case .number(let number): number.written
        case .truth(let truth): truth ? "true" : "false"
        case .list(let values):
            Self.group("[", values.map { $0.text(indent: indent, depth: depth + 1) }, "]", indent, depth)
        case .object(let members):
            Self.group(
                "{",
                members.sorted { $0.key < $1.key }.map {
                    Self.quoted($0.key) + (indent == nil ? ":" : ": ") + $0.value.text(indent: indent, depth: depth + 1)
                }, "}", indent, depth)
        }
    }

    private static func group(
        _ open: String, _ parts: [String], _ close: String, _ indent: String?, _ depth: Int
    ) -> String {
        guard let indent, !parts.isEmpty else { return open + parts.joined(separator: ",") + close }
        let inner = "\n" + String(repeating: indent, count: depth + 1)
        return open + inner + parts.joined(separator: "," + inner) + "\n" + String(repeating: indent, count: depth)
            + close
    }

    /// RFC 8259, section 7.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case ..<" ": result += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
