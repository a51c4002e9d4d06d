public import Foundation
public import WeirCore

/// Reads a prepared part.
public final class PartReader: PreparedPart {
    /// What is known of it.
    public let summary: PartSummary
    private let folder: URL
    private let accounts: InputFile
    private var buffer: [UInt8] = []
    private var position = 0
    private var left: Int

    /// Opens a part.
    /// - Throws: when a file of it is missing or damaged.
    public init(_ folder: URL) throws {
        self.folder = folder
        summary = try Self.summary(of: folder)
        left = summary.rows
        accounts = try InputFile(folder.appending(path: PartFiles.accounts))
    }

    /// What is known of a part, without opening its rows.
    public static func summary(of folder: URL) throws -> PartSummary {
        try JSONDecoder().decode(
            PartSummary.self, from: Data(contentsOf: folder.appending(path: PartFiles.summary)))
    }

    public func nextAccount() throws -> AccountEntry? {
        if position == buffer.count {
            buffer = try accounts.read(PartFiles.accountSize * 1024)
            position = 0
        }
        guard position + PartFiles.accountSize <= buffer.count else {
            // Fewer accounts than rows would be rows lost in silence.
            guard left == 0, position == buffer.count else { throw CocoaError(.fileReadCorruptFile) }
            return nil
        }
        defer { position += PartFiles.accountSize }
        left -= 1
        return try buffer.withUnsafeBytes { bytes in
            guard let disposition = Disposition(rawValue: bytes[position + 16]) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return AccountEntry(
                pseudonym: Pseudonym(
                    high: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self),
                    low: bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt16.self)),
                row: bytes.loadUnaligned(fromByteOffset: position + 10, as: UInt32.self), disposition: disposition,
                endedAt: bytes.loadUnaligned(fromByteOffset: position + 14, as: UInt16.self))
        }
    }

    public func runs() throws -> [any AnswerRun] {
        try summary.runs.map { run in
            try RunReader(
                InputFile(folder.appending(path: PartFiles.answers), from: run.offset), rows: run.rows,
                codes: summary.codeCount, numbers: summary.numberCount)
        }
    }
}

private final class RunReader: AnswerRun {
    private let file: InputFile
    private let codes: Int
    private let numbers: Int
    private var left: Int

    init(_ file: InputFile, rows: Int, codes: Int, numbers: Int) {
        self.file = file
        self.codes = codes
        self.numbers = numbers
        left = rows
    }

    func next() throws -> AnswerBlock? {
        let rows = min(left, PartFiles.blockRows)
        guard rows > 0 else { return nil }
        left -= rows
        let bytes = try file.read(PartFiles.blockSize(rows: rows, codes: codes, numbers: numbers))
        guard bytes.count == PartFiles.blockSize(rows: rows, codes: codes, numbers: numbers) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        var at = 0
        var block = AnswerBlock()
        let highs: [UInt64] = Self.values(rows, in: bytes, &at)
        let lows: [UInt16] = Self.values(rows, in: bytes, &at)
        block.pseudonyms = zip(highs, lows).map { Pseudonym(high: $0, low: $1) }
        block.sourceRows = Self.values(rows, in: bytes, &at)
        block.months = Self.values(rows, in: bytes, &at)
        block.codes = Self.values(rows * codes, in: bytes, &at)
        block.numbers = Self.values(rows * numbers, in: bytes, &at)
        return block
    }

    private static func values<Value: BitwiseCopyable>(_ count: Int, in bytes: [UInt8], _ at: inout Int) -> [Value] {
        let size = count * MemoryLayout<Value>.size
        defer { at += size }
        return [Value](unsafeUninitializedCapacity: count) { buffer, filled in
            bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[at..<at + size]))
            }
            filled = count
        }
    }
}
