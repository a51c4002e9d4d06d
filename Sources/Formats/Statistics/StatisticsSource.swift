import Foundation
import WeirCore

/// The table in a data file of SPSS or Stata, as delimited text with the variables in its first row.
///
/// The library that reads such files has had mistakes of memory, and files come from anywhere. So it runs in a process of
/// its own that holds nothing but this one file, under limits; what comes out is text and is checked like any text. A
/// child that fails takes its upload with it, never half of it.
final class StatisticsSource: ByteSource {
    let format: StatisticsFormat
    let encoding: TextEncoding
    let basis: TableFile.EncodingBasis
    private let child: ChildProcess
    private let original: FileSource?
    private let name: String
    private let limit: Int
    private var waiting: [UInt8]
    private var given = 0

    /// A child that writes nothing for so many milliseconds is stopped; it reads from memory and never waits.
    private static let patience: Int32 = 120_000
    private static let longestPreamble = 256
    /// The size of a file that lies inside another.
    private static let mostInMemory = 512 << 20

    /// - Parameters:
    ///   - source: from its first byte; a file on the disk is read where it lies, whatever was read of it.
    ///   - raw: the same, looked at already.
    init(
        _ format: StatisticsFormat, _ source: any ByteSource, _ raw: PeekedSource, name: String, hints: TableFile.Hints,
        limit: InflatingSource.Limit
    ) throws {
        self.format = format
        self.name = name
        original = source as? FileSource
        let size: Int
        if let file = original {
            size = file.size
            let descriptor = try file.duplicate()
            defer { close(descriptor) }
            child = try Self.start(StatisticsRequest(format, hints, size: size), on: descriptor, name)
        } else {
            let bytes = try MemoryCopy.bytes(of: raw, limit: Self.mostInMemory, name: name)
            size = bytes.count
            let copy = try Self.system(name) { try AnonymousFile(bytes) }
            child = try Self.start(StatisticsRequest(format, hints, size: size), on: copy.descriptor, name)
        }
        self.limit = max(limit.free, limit.ratio * size)
        let preamble: StatisticsPreamble
        (preamble, waiting) = try Self.preamble(of: child, name)
        switch preamble {
        case .table(let encoding, let basis): (self.encoding, self.basis) = (encoding, basis)
        case .refused(let code, let label): throw Diagnostic(code, at: Place(file: name), label: label)
        }
    }

    private static func start(_ request: StatisticsRequest, on file: Int32, _ name: String) throws -> ChildProcess {
        try system(name) {
            let request = try AnonymousFile(Array(JSONEncoder().encode(request)))
            lseek(request.descriptor, 0, SEEK_SET)
            return try ChildProcess(StatisticsChild.command, request: request.descriptor, file: file)
        }
    }

    /// A system that lets no process start is no fault of the file, but the file cannot be read.
    private static func system<Result: ~Copyable>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw Diagnostic(.statisticsUnread, at: Place(file: name)) }
    }

    private static func preamble(of child: ChildProcess, _ name: String) throws -> (StatisticsPreamble, [UInt8]) {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = bytes.firstIndex(of: Byte.lineFeed) {
                guard let preamble = StatisticsPreamble(String(decoding: bytes[..<end], as: UTF8.self)) else { break }
                return (preamble, Array(bytes[(end + 1)...]))
            }
            guard bytes.count <= longestPreamble else { break }
            let count = block.withUnsafeMutableBytes { child.read(into: $0, patience: patience) }
            guard let count, count > 0 else { throw failure(of: child, ended: count != nil, name) }
            bytes += block[..<count]
        }
        throw Diagnostic(.statisticsUnread, at: Place(file: name))
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = waiting.isEmpty ? try readOn(into: output) : takeWaiting(into: output)
        given += count
        if given > limit {
            child.stop()
            throw Diagnostic(.zipBomb, at: Place(file: name))
        }
        return count
    }

    private func takeWaiting(into output: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(output.count, waiting.count)
        waiting.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        waiting.removeFirst(count)
        return count
    }

    private func readOn(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let count = child.read(into: output, patience: Self.patience) else {
            throw Self.failure(of: child, ended: false, name)
        }
        guard count == 0 else { return count }
        guard child.wait() == .exit(StatisticsEnd.whole.rawValue) else {
            throw Self.failure(of: child, ended: true, name)
        }
        try original?.checkUnchanged()
        return 0
    }

    /// What a child's end says about its file.
    private static func failure(of child: ChildProcess, ended: Bool, _ name: String) -> Diagnostic {
        if !ended { child.stop() }
        let code: DiagnosticCode =
            switch child.wait() {
            case .exit(StatisticsEnd.damaged.rawValue): .statisticsCorrupt
            case .exit(StatisticsEnd.tooMuch.rawValue), .signal(SIGXCPU), .signal(SIGKILL): .statisticsTooMuch
            default: .statisticsUnread
            }
        return Diagnostic(code, at: Place(file: name))
    }
}
