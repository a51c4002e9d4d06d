import Foundation
import WeirKeys

/// The files of a prepared part, and how its numbers are written: little-endian, without gaps.
enum PartFiles {
    static let summary = "summary.json"
    static let accounts = "accounts.bin"
    static let answers = "answers.bin"

    /// Bytes of one account: pseudonym 8 + 2, row 4, variable 2, disposition 1.
    static let accountSize = 17
    /// Accounts of one piece, which has a digest of its own.
    static let pieceAccounts = 16_384

    /// Rows of one block of answers, which has a digest of its own.
    static let blockRows = 512
    /// Bytes of text after which a block or a run ends early, so that memory stays flat under the longest texts.
    static let blockText = 1 << 20
    static let runText = 16 << 20

    /// Bytes of a block: pseudonyms, rows and months, then codes, numbers and where texts stand; then the texts.
    static func blockSize(_ block: PartSummary.Block, codes: Int, numbers: Int, texts: Int) -> Int {
        block.rows * (8 + 2 + 4 + 2 + 2 * codes + 8 * numbers + 8 * texts) + block.text
    }
}

/// Bytes that are written together and share a digest.
struct PartPiece {
    private(set) var bytes: [UInt8] = []

    mutating func append<Value: BitwiseCopyable>(_ values: [Value]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// SHA-256 in hexadecimal digits.
    var digest: String { Digest(of: bytes).hexadecimal }
}

extension CocoaError {
    /// An error about a file, with the reason that the system gave last.
    static func file(_ code: CocoaError.Code, _ place: URL) -> CocoaError {
        let reason = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        return CocoaError(code, userInfo: [NSFilePathErrorKey: place.path, NSUnderlyingErrorKey: reason])
    }
}

/// A file written from its start.
final class OutputFile {
    private let url: URL
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private(set) var count = 0

    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError.file(.fileWriteUnknown, url) }
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws {
        buffer += bytes
        count += bytes.count
        if buffer.count > 1 << 20 { try flush() }
    }

    /// Writes all that is waiting.
    private func flush() throws {
        var done = 0
        while done < buffer.count {
            let written = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, $0.count - done) }
            guard written > 0 || errno == EINTR else { throw CocoaError.file(.fileWriteUnknown, url) }
            done += max(written, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is waiting and has the disk keep it.
    func finish() throws {
        try flush()
        if fsync(descriptor) != 0 { throw CocoaError.file(.fileWriteUnknown, url) }
    }
}

/// A file read from its start.
final class InputFile {
    private let descriptor: Int32
    private var position: Int

    init(_ url: URL, from offset: Int = 0) throws {
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        position = offset
        guard descriptor >= 0 else { throw CocoaError.file(.fileReadUnknown, url) }
    }

    deinit { close(descriptor) }

    /// The next bytes: as many as asked for, fewer at the end and where the disk fails.
    func read(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(position))
                guard got > 0 || (got < 0 && errno == EINTR) else { return }
                filled += max(got, 0)
                position += max(got, 0)
            }
        }
    }
}
