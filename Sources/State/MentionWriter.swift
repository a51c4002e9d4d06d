import Foundation
import WeirCore
import WeirKeys

/// Writes where mentions stood in the answers of rows that may be merged, one a line, and counts them. A place is all
/// there is: whoever may open the partner's file sees the text there.
final class MentionWriter {
    private struct Subject: Hashable {
        var variable: Int
        var kind, reason: UInt8
    }

    private let file: OutputFile
    private let codebook: Codebook
    private let words: MentionWords
    private var digester = Digester()
    private var counts: [Subject: Int] = [:]

    init(_ url: URL, _ codebook: Codebook, _ words: MentionWords) throws {
        file = try OutputFile(url)
        self.codebook = codebook
        self.words = words
        try append("row,column,variable,start,end,kind,reason\n")
    }

    func append(_ storage: BatchStorage, where isKept: (Int) -> Bool) throws {
        var lines = ""
        for mention in storage.mentions where isKept(mention.row) {
            counts[Subject(variable: mention.variable, kind: mention.kind, reason: mention.reason), default: 0] += 1
            lines += line(mention, row: storage.sourceRows[mention.row])
        }
        try append(lines)
    }

    private func line(_ mention: MentionPlace, row: UInt32) -> String {
        let place = "\(row),\(mention.column + 1),\(codebook.variables[mention.variable].name)"
        return "\(place),\(mention.range.lowerBound),\(mention.range.upperBound),\(words.kinds[Int(mention.kind)]),"
            + "\(words.reasons[Int(mention.reason)])\n"
    }

    private func append(_ text: String) throws {
        digester.update(text)
        try file.append(Array(text.utf8))
    }

    /// - Returns: the counts in a fixed order, and the digest of the places.
    func finish() throws -> ([PartSummary.MentionCount], String) {
        try file.finish()
        let ordered = counts.sorted {
            ($0.key.variable, $0.key.kind, $0.key.reason) < ($1.key.variable, $1.key.kind, $1.key.reason)
        }
        let named = ordered.map { subject, count in
            PartSummary.MentionCount(
                variable: codebook.variables[subject.variable].name, kind: words.kinds[Int(subject.kind)],
                reason: words.reasons[Int(subject.reason)], count: count)
        }
        return (named, digester.finish().hexadecimal)
    }
}
