public import Foundation
public import WeirCore
import WeirKeys

/// Reads a prepared part. Every piece is checked against its digest before anything in it is used.
public final class PartReader: PreparedPart {
    /// A part that is not as it was written. Its upload can be prepared again.
    public struct Damage: Error, Equatable {
        /// The part's address.
        public let address: String
    }

    /// What is known of it.
    public let summary: PartSummary
    private let folder: URL
    private let accounts: InputFile
    private var digests: ArraySlice<String>
    private var buffer: [UInt8] = []
    private var position = 0
    private var left: Int

    /// Opens a part.
    /// - Throws: `Damage` when its summary is not as it was written; what the file system says.
    public init(_ folder: URL) throws {
        self.folder = folder
        summary = try Self.summary(of: folder)
        left = summary.rows
        digests = summary.accountDigests[...]
        accounts = try Self.file(PartFiles.accounts, of: folder)
    }

    /// A file of the part. One that is not there is damage, anything else that stops its opening is the machine's.
    private static func file(_ name: String, of folder: URL, from offset: Int = 0) throws -> InputFile {
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path) else { throw Damage(address: folder.lastPathComponent) }
        return try InputFile(file, from: offset)
    }

    /// What is known of a part, without opening its rows.
    /// - Throws: `Damage`.
    public static func summary(of folder: URL) throws -> PartSummary {
        let file = folder.appending(path: PartFiles.summary)
        guard let data = try? Data(contentsOf: file),
            let summary = try? JSONDecoder().decode(PartSummary.self, from: data), summary.isSealed
        else { throw Damage(address: folder.lastPathComponent) }
        return summary
    }

    private var damage: Damage { Damage(address: folder.lastPathComponent) }

    public func nextAccount() throws -> AccountEntry? {
        guard left > 0 else { return nil }
        if position == buffer.count { try readAccounts() }
        defer { position += PartFiles.accountSize }
        left -= 1
        return try buffer.withUnsafeBytes { bytes in
            guard let disposition = Disposition(rawValue: bytes[position + 16]) else { throw damage }
            return AccountEntry(
                pseudonym: Pseudonym(
                    high: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self),
                    low: bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt16.self)),
                row: bytes.loadUnaligned(fromByteOffset: position + 10, as: UInt32.self), disposition: disposition,
                endedAt: bytes.loadUnaligned(fromByteOffset: position + 14, as: UInt16.self))
        }
    }

    private func readAccounts() throws {
        buffer = accounts.read(PartFiles.accountSize * min(left, PartFiles.pieceAccounts))
        position = 0
        guard digests.popFirst() == Digest(of: buffer).hexadecimal else { throw damage }
    }

    public func runs() throws -> [any AnswerRun] {
        try summary.runs.map { run in
            try RunReader(
                Self.file(PartFiles.answers, of: folder, from: run.offset), run, summary: summary, damage: damage)
        }
    }
}

private final class RunReader: AnswerRun {
    private let file: InputFile
    private let codes: Int
    private let numbers: Int
    private let texts: Int
    private let damage: PartReader.Damage
    private var blocks: ArraySlice<PartSummary.Block>

    init(_ file: InputFile, _ run: PartSummary.Run, summary: PartSummary, damage: PartReader.Damage) {
        self.file = file
        codes = summary.codeCount
        numbers = summary.numberCount
        texts = summary.textCount
        self.damage = damage
        blocks = run.blocks[...]
    }

    func next() throws -> AnswerBlock? {
        guard let known = blocks.popFirst() else { return nil }
        let bytes = file.read(PartFiles.blockSize(known, codes: codes, numbers: numbers, texts: texts))
        guard known.digest == Digest(of: bytes).hexadecimal else { throw damage }
        return block(of: known, in: bytes)
    }

    private func block(of known: PartSummary.Block, in bytes: [UInt8]) -> AnswerBlock {
        let rows = known.rows
        var at = 0
        var block = AnswerBlock()
        let highs: [UInt64] = Self.values(rows, in: bytes, &at)
        let lows: [UInt16] = Self.values(rows, in: bytes, &at)
        block.pseudonyms = zip(highs, lows).map { Pseudonym(high: $0, low: $1) }
        block.sourceRows = Self.values(rows, in: bytes, &at)
        block.months = Self.values(rows, in: bytes, &at)
        block.codes = Self.values(rows * codes, in: bytes, &at)
        block.numbers = Self.values(rows * numbers, in: bytes, &at)
        block.texts = Self.values(rows * texts, in: bytes, &at)
        block.arena = Self.values(known.text, in: bytes, &at)
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
