import WeirCore

/// The mentions of one kind, found for one reason in the answers to one question, with the place of each. A place is all
/// there is: whoever may open the partner's file sees the text there.
public struct FoundMentions: Equatable, Sendable {
    /// What they are, and how many.
    public var count: PartSummary.MentionCount
    /// Where they stand, as a JSON list of `[row, column, start, end]`: row and column as a spreadsheet counts them, start
    /// and end in code points of the cell's text, from 0, the end not counted in.
    public var places: String

    /// Mentions.
    public init(_ count: PartSummary.MentionCount, places: String) {
        self.count = count
        self.places = places
    }
}

/// Gathers the mentions in the answers of rows that may be merged: a few bytes each, until the part is whole.
struct MentionTally {
    private struct Subject: Hashable {
        var variable: Int
        var kind, reason: UInt8
    }

    private struct Found {
        var count = 0
        var places: [UInt8] = []

        mutating func add(_ row: Int, _ column: Int, _ range: Range<Int>) {
            var place = InlineArray<96, UInt8>(repeating: 0)
            var length = 0
            func append(_ sign: UInt8) {
                place[length] = sign
                length += 1
            }
            func append(digitsOf number: Int) {
                if number > 9 { append(digitsOf: number / 10) }
                append(UInt8(ascii: "0") + UInt8(number % 10))
            }
            append(UInt8(ascii: count == 0 ? "[" : ","))
            for (index, number) in [row, column, range.lowerBound, range.upperBound].enumerated() {
                append(UInt8(ascii: index == 0 ? "[" : ","))
                append(digitsOf: number)
            }
            append(UInt8(ascii: "]"))
            withUnsafeBytes(of: &place) { places.append(contentsOf: $0[..<length]) }
            count += 1
        }
    }

    private var found: [Subject: Found] = [:]

    mutating func add(_ mention: MentionPlace, row: UInt32) {
        let subject = Subject(variable: mention.variable, kind: mention.kind, reason: mention.reason)
        found[subject, default: Found()].add(
            Int(row), mention.column + 1, mention.range)
    }

    /// The mentions in a fixed order.
    func all(_ codebook: Codebook, _ words: MentionWords) -> [FoundMentions] {
        let ordered = found.sorted {
            ($0.key.variable, $0.key.kind, $0.key.reason) < ($1.key.variable, $1.key.kind, $1.key.reason)
        }
        return ordered.map { subject, found in
            let count = PartSummary.MentionCount(
                variable: codebook.variables[subject.variable].name, kind: words.kinds[Int(subject.kind)],
                reason: words.reasons[Int(subject.reason)], count: found.count)
            return FoundMentions(count, places: String(decoding: found.places, as: UTF8.self) + "]")
        }
    }
}
