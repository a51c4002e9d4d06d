public import Foundation
import WeirCore
import WeirFlow
import WeirRedact

/// Scrubs lines: one answer a line in, one a line out, in the same order, on all cores.
public struct LineRedaction: Sendable {
    /// What is written for each line.
    public enum Form: Sendable {
        /// The scrubbed text.
        case text
        /// An object with the scrubbed text and the mentions, by code points.
        case json
        /// The scrubbed text, and below it in words what was found where, and what stays.
        case explanation
    }

    private let form: Form
    private let rules: LineRules

    /// A filter that writes in a form.
    public init(form: Form, rules: LineRules = .plain) {
        self.form = form
        self.rules = rules
    }

    /// Reads to the end of a file, writes to another.
    /// - Throws: what reading and writing throw.
    public func run(from input: FileHandle, to output: FileHandle) throws {
        Scrubber.warmUp()
        var lines = LineReader(input)
        let sink = Sink(output)
        _ = try Flow().run(
            LineStage(form: form, rules: rules), reading: { try lines.next() }, emitting: { try sink.write($0) })
    }

    private final class Sink: @unchecked Sendable {
        // Unchecked: the flow emits one at a time.
        private let file: FileHandle
        init(_ file: FileHandle) { self.file = file }
        func write(_ bytes: [UInt8]) throws { try file.write(contentsOf: Data(bytes)) }
    }
}

/// Whole lines, and the number of the first.
private struct Lines: Sendable {
    var first: Int
    var bytes: [UInt8]
}

/// Reads about a mebibyte of lines at a time.
private struct LineReader {
    private let file: FileHandle
    private var number = 1
    private var rest: [UInt8] = []
    private var isAtEnd = false

    init(_ file: FileHandle) { self.file = file }

    mutating func next() throws -> Lines? {
        while !isAtEnd {
            guard let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty else {
                isAtEnd = true
                break
            }
            let searched = rest.count
            rest.append(contentsOf: piece)
            if let last = rest[searched...].lastIndex(of: 10) { return cut(after: last) }
        }
        return rest.isEmpty ? nil : cut(after: rest.count - 1)
    }

    private mutating func cut(after last: Int) -> Lines {
        let lines = Lines(first: number, bytes: Array(rest[...last]))
        rest.removeSubrange(...last)
        number += lines.bytes.count { $0 == 10 }
        return lines
    }
}

/// Scrubs the lines of a piece.
private struct LineStage: Stage {
    let form: LineRedaction.Form
    let rules: LineRules
    let pool = ScrubberPool()
    var name: String { "redact" }

    func process(_ lines: Lines) throws -> ([UInt8], NothingLearnt) {
        var output: [UInt8] = []
        output.reserveCapacity(lines.bytes.count + lines.bytes.count / 8)
        pool.with { scrubber in
            lines.bytes.withUnsafeBufferPointer { bytes in
                var start = 0
                var number = lines.first
                while start < bytes.count {
                    var end = start
                    while end < bytes.count, bytes[end] != 10 { end += 1 }
                    var stop = end
                    if stop > start, bytes[stop - 1] == 13 { stop -= 1 }
                    append(UnsafeBufferPointer(rebasing: bytes[start..<stop]), number, scrubber, &output)
                    if form != .explanation { output.append(contentsOf: bytes[stop..<min(end + 1, bytes.count)]) }
                    start = end + 1
                    number += 1
                }
            }
        }
        return (output, NothingLearnt())
    }

    private func append(
        _ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ scrubber: Scrubber, _ output: inout [UInt8]
    ) {
        let outcome = rules.scrubbing.scrub(line, scrubber, allowing: rules.names)
        switch form {
        case .json: output.append(contentsOf: MentionJSON.line(line, outcome, rules.scrubbing).utf8)
        case .explanation: output.append(contentsOf: LineExplanation(rules).text(number, line, outcome).utf8)
        case .text:
            if case .scrubbed(let mentions) = outcome, !rules.scrubbing.withholds(mentions) {
                rules.scrubbing.append(line, mentions, to: &output)
            } else {
                output.append(contentsOf: Masking.withheld)
            }
        }
    }
}

/// Nothing is learnt from a line.
struct NothingLearnt: Summary {
    mutating func merge(_ later: Self) {}
}
