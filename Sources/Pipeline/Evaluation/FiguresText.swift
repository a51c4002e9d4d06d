import Foundation
import WeirRedact

/// Figures for people to read. The text of a miss stands there only when that was asked for.
public struct FiguresText {
    private let figures: RedactionFigures
    private let speed: Double
    private let shown: [String: GoldAnswer]

    /// Figures with the speed in bytes a second; the misses of the answers given are shown with their text.
    public init(_ figures: RedactionFigures, speed: Double, showing answers: [GoldAnswer] = []) {
        self.figures = figures
        self.speed = speed
        shown = Dictionary(answers.map { ($0.id, $0) }) { first, _ in first }
    }

    /// All of them.
    public var text: String {
        (["\(figures.answers) answers, \(figures.bytes) bytes", ""] + table(figures.rows)
            + section("by kind", figures.kindRows)
            + section("by country", figures.countryRows)
            + ["", String(format: "speed on one core: %.1f MB/s", speed / 1e6)] + misses).joined(separator: "\n")
    }

    private func section(_ title: String, _ rows: [(String, Share)]) -> [String] { ["", title] + table(rows) }

    private func table(_ rows: [(String, Share)]) -> [String] {
        rows.map { name, share in
            let counts = pad("\(share.count)", 8) + pad("of \(share.total)", 10)
            return "  " + name.padding(toLength: max(30, name.count), withPad: " ", startingAt: 0) + counts
                + pad(Self.percent(share.percent), 10) + pad(Self.bounds(share), 18)
        }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    private static func percent(_ value: Double?) -> String { value.map { String(format: "%.1f %%", $0) } ?? "none" }

    private static func bounds(_ share: Share) -> String {
        share.bounds.map { String(format: "(%.1f to %.1f)", $0.lowerBound, $0.upperBound) } ?? ""
    }

    private var misses: [String] {
        guard !figures.misses.isEmpty else { return ["", "no mention was missed"] }
        return ["", "missed: answer, kind, place"]
            + figures.misses.map { miss in
                let place = "\(miss.span.points.lowerBound)-\(miss.span.points.upperBound)"
                return "  \(miss.id)  \(miss.span.kind)  \(place)"
                    + (shown[miss.id].map { text(of: miss, in: $0) } ?? "")
            }
    }

    private func text(of miss: RedactionFigures.Miss, in answer: GoldAnswer) -> String {
        let points = Array(answer.text.unicodeScalars)
        func part(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: points[range])
            return String(view)
        }
        let span = miss.span.points
        return "  \(part(0..<span.lowerBound))»\(part(span))«\(part(span.upperBound..<points.count))"
    }
}

extension RedactionFigures {
    /// The totals with their names.
    var rows: [(String, Share)] {
        [
            ("mentions fully masked", mentions), ("direct identifiers", direct), ("quasi-identifiers", quasi),
            ("answers with no leak", safeAnswers), ("masks that touch a mention", precision),
            ("harmless words kept", wordsKept), ("harmless answers untouched", untouched),
            ("answers withheld", withheld),
        ]
    }

    /// Recall by kind: the program's kinds in its order, then others by name.
    var kindRows: [(String, Share)] {
        let known = MentionKind.allCases.map(\.rawValue)
        return (known + kinds.keys.filter { !known.contains($0) }.sorted()).compactMap { kind in
            kinds[kind].map { (kind, $0) }
        }
    }

    /// Recall by country, by name.
    var countryRows: [(String, Share)] {
        countries.sorted { $0.key < $1.key }.map { ($0.key.isEmpty ? "unknown" : $0.key, $0.value) }
    }
}
