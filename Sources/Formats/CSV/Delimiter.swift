/// The sign between two cells.
public enum Delimiter: UInt8, CaseIterable, Sendable {
    case comma = 44
    case semicolon = 59
    case tab = 9
    case bar = 124

    /// The name in reports.
    public var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .bar: "bar"
        }
    }

    /// The delimiter that cuts the first records into the steadiest number of cells, more than one; nil when none does.
    public static func recognised(in head: [UInt8]) -> Delimiter? {
        let candidates = allCases.map { ($0, steadiness(of: $0, in: head)) }.filter { $0.1.width > 1 }
        return candidates.max { ($0.1.share, $0.1.width) < ($1.1.share, $1.1.width) }?.0
    }

    /// The most frequent number of cells, and the share of the first 50 records that have it.
    private static func steadiness(of delimiter: Delimiter, in head: [UInt8]) -> (width: Int, share: Double) {
        // A piece shorter than the head ends with a whole record, although the head may not.
        let reader = RecordReader(MemorySource(head), name: "", delimiter: delimiter.rawValue, pieceSize: 1 << 16)
        guard let piece = try? reader.next() else { return widthOfFirstLine(delimiter, head) }
        let records = RecordParser(delimiter: delimiter.rawValue).texts(in: piece.bytes, limit: 50)
        let widths = records.map(\.count)
        let counts = Dictionary(widths.map { ($0, 1) }, uniquingKeysWith: +)
        guard let best = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return (0, 0) }
        return (best.key, Double(best.value) / Double(widths.count))
    }

    /// In a text with a quote that never closes, the first line alone must do.
    private static func widthOfFirstLine(_ delimiter: Delimiter, _ head: [UInt8]) -> (width: Int, share: Double) {
        let line = head.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        return (1 + line.count { $0 == delimiter.rawValue }, 0)
    }
}
