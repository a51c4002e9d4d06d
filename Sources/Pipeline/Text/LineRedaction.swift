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
    }

    private let form: Form

    /// A filter that writes in a form.
    public init(form: Form) { self.form = form }

    /// Reads to the end of a file, writes to another.
    /// - Throws: what reading and writing throw.
    public func run(from input: FileHandle, to output: FileHandle) throws {
        Scrubber.warmUp()
        var lines = LineReader(input)
        let sink = Sink(output)
        _ = try Flow().run(
            LineStage(form: form), reading: { try lines.next() }, emitting: { try sink.write($0) })
    }

    private final class Sink: @unchecked Sendable {
        // Unchecked: the flow emits one at a time.
        private let file: FileHandle
        init(_ file: FileHandle) { self.file = file }
        func write(_ bytes: [UInt8]) throws { try file.write(contentsOf: Data(bytes)) }
    }
}

/// Whole lines, about a mebibyte at a time.
private struct LineReader {
    private let file: FileHandle
    private var rest: [UInt8] = []
    private var isAtEnd = false

    init(_ file: FileHandle) { self.file = file }

    mutating func next() throws -> [UInt8]? {
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

    private mutating func cut(after last: Int) -> [UInt8] {
        let lines = Array(rest[...last])
        rest.removeSubrange(...last)
        return lines
    }
}

/// Scrubs the lines of a piece.
private struct LineStage: Stage {
    let form: LineRedaction.Form
    let pool = ScrubberPool()
    var name: String { "redact" }

    func process(_ lines: [UInt8]) throws -> ([UInt8], NothingLearnt) {
        var output: [UInt8] = []
        output.reserveCapacity(lines.count + lines.count / 8)
        pool.with { scrubber in
            lines.withUnsafeBufferPointer { bytes in
                var start = 0
                while start < bytes.count {
                    var end = start
                    while end < bytes.count, bytes[end] != 10 { end += 1 }
                    var stop = end
                    if stop > start, bytes[stop - 1] == 13 { stop -= 1 }
                    append(UnsafeBufferPointer(rebasing: bytes[start..<stop]), scrubber, &output)
                    output.append(contentsOf: bytes[stop..<min(end + 1, bytes.count)])
                    start = end + 1
                }
            }
        }
        return (output, NothingLearnt())
    }

    private func append(_ line: UnsafeBufferPointer<UInt8>, _ scrubber: Scrubber, _ output: inout [UInt8]) {
        let outcome = scrubber.scrub(line)
        switch form {
        case .json: output.append(contentsOf: MentionJSON.line(line, outcome).utf8)
        case .text:
            switch outcome {
            case .scrubbed(let mentions): Masking.append(line, masking: mentions, to: &output)
            case .withheld: output.append(contentsOf: Masking.withheld)
            }
        }
    }
}

/// Nothing is learnt from a line.
struct NothingLearnt: Summary {
    mutating func merge(_ later: Self) {}
}
