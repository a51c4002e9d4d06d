import Foundation

/// Figures for programs to read.
public enum FiguresJSON {
    private struct Whole: Encodable {
        var answers: Int
        var bytes: Int
        var bytesPerSecond: Int
        var figures: [Row]
        var kinds: [Row]
        var countries: [Row]
        var misses: [Miss]
    }

    private struct Row: Encodable {
        var name: String
        var count: Int
        var total: Int
        var percent: Double?
        var lower: Double?
        var upper: Double?

        init(_ row: (name: String, share: Share)) {
            name = row.name
            (count, total) = (row.share.count, row.share.total)
            percent = row.share.percent
            (lower, upper) = (row.share.bounds?.lowerBound, row.share.bounds?.upperBound)
        }
    }

    private struct Miss: Encodable {
        var id: String
        var kind: String
        var start: Int
        var end: Int
    }

    /// One object. Misses are places; their text is never in it.
    /// - Throws: what encoding throws.
    public static func text(_ figures: RedactionFigures, speed: Double) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let whole = Whole(
            answers: figures.answers, bytes: figures.bytes, bytesPerSecond: Int(speed),
            figures: figures.rows.map(Row.init),
            kinds: figures.kindRows.map(Row.init), countries: figures.countryRows.map(Row.init),
            misses: figures.misses.map {
                Miss(id: $0.id, kind: $0.span.kind, start: $0.span.points.lowerBound, end: $0.span.points.upperBound)
            })
        return String(decoding: try encoder.encode(whole), as: UTF8.self)
    }
}
