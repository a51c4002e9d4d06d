import WeirCore

/// A delimited upload, opened: compression, encoding and delimiter recognised, its first records read.
public struct DelimitedFile {
    /// What the file is, as reports say it.
    public struct Format: Equatable, Sendable {
        /// Whether it is compressed with gzip.
        public var isCompressed: Bool
        /// How bytes stand for characters.
        public var encoding: TextEncoding
        /// The sign between cells.
        public var delimiter: Delimiter
    }

    /// What the file is.
    public let format: Format
    /// The pieces of the file, from its first record.
    public let reader: RecordReader

    /// Opens a file.
    /// - Parameters:
    ///   - path: where it is; `name` is what reports call it.
    ///   - pieceSize: about how many bytes of text a piece has.
    /// - Throws: a `Diagnostic` that says why it is no table.
    public init(path: String, name: String, pieceSize: Int = 1 << 20, limit: InflatingSource.Limit = .standard) throws {
        try self.init(FileSource(path: path, name: name), name: name, pieceSize: pieceSize, limit: limit)
    }

    /// Opens bytes from any source.
    public init(
        _ source: any ByteSource, name: String, pieceSize: Int = 1 << 20, limit: InflatingSource.Limit = .standard
    ) throws {
        let raw = try PeekedSource(source)
        try Self.refuseOtherFormats(raw.head, name: name)
        let isCompressed = raw.head.starts(with: [0x1F, 0x8B])
        let plain = isCompressed ? try PeekedSource(InflatingSource(raw, name: name, limit: limit)) : raw
        if isCompressed { try Self.refuseInside(plain.head, name: name) }
        guard !TextEncoding.isUTF32(plain.head) else {
            throw Diagnostic(.encodingOther, at: Place(file: name), label: "UTF-32")
        }
        let (encoding, mark) = TextEncoding.recognised(in: plain.head)
        plain.skip(mark)
        let text =
            try encoding == .utf8
            ? plain
            : PeekedSource(UTF16Source(plain, littleEndian: encoding == .utf16LittleEndian))
        let delimiter = try Self.delimiter(of: text, name: name)
        format = Format(isCompressed: isCompressed, encoding: encoding, delimiter: delimiter)
        reader = RecordReader(text, name: name, delimiter: delimiter.rawValue, pieceSize: pieceSize)
    }

    private static func delimiter(of text: PeekedSource, name: String) throws -> Delimiter {
        guard !text.head.isEmpty else { throw Diagnostic(.fileEmpty, at: Place(file: name)) }
        guard !isBinary(text.head) else { throw Diagnostic(.fileNotATable, at: Place(file: name)) }
        if let declared = declaredDelimiter(text) { return declared }
        guard let delimiter = Delimiter.recognised(in: text.head) else {
            throw text.defect ?? Diagnostic(.fileNotATable, at: Place(file: name))
        }
        return delimiter
    }

    /// A stray sign is found in its cell later; bytes that are no text at all have such signs everywhere.
    private static func isBinary(_ head: [UInt8]) -> Bool {
        let controls = head.count { $0 < 32 && $0 != 9 && $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        return controls * 16 > head.count
    }

    /// A first line `sep=;` is a hint for spreadsheets, not data.
    private static func declaredDelimiter(_ text: PeekedSource) -> Delimiter? {
        let line = text.head.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        guard line.count == 5, line.starts(with: "sep=".utf8), let delimiter = Delimiter(rawValue: line[4]) else {
            return nil
        }
        text.skip(line.count)
        text.skip(text.head.prefix { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }.count)
        return delimiter
    }

    /// Signatures of formats that are no delimited text.
    private static let otherFormats: [[UInt8]] = [
        Array("PK\u{3}\u{4}".utf8), [0xD0, 0xCF, 0x11, 0xE0], Array("$FL2".utf8), Array("$FL3".utf8),
        Array("<stata_dta>".utf8), Array("%PDF".utf8), Array("<?xml".utf8), Array("<html".utf8),
        Array("<!DOCTYPE".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
    ]

    /// What was compressed is looked at as well.
    private static func refuseInside(_ head: [UInt8], name: String) throws {
        if head.starts(with: [0x1F, 0x8B]) { throw Diagnostic(.gzipTwice, at: Place(file: name)) }
        try refuseOtherFormats(head, name: name)
    }

    private static func refuseOtherFormats(_ head: [UInt8], name: String) throws {
        if otherFormats.contains(where: head.starts(with:)) {
            throw Diagnostic(.fileUnknownFormat, at: Place(file: name))
        }
    }
}

/// A source whose first bytes can be looked at before they are read. A defect behind them is told when they are read.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    /// The first bytes, up to 256 KiB.
    private(set) var head: [UInt8]
    /// What was found behind the first bytes.
    private(set) var defect: (any Error)?
    private static let headSize = 256 * 1024

    init(_ source: any ByteSource) throws {
        self.source = source
        var head = [UInt8](repeating: 0, count: Self.headSize)
        var filled = 0
        do {
            while filled < head.count {
                let count = try head.withUnsafeMutableBytes {
                    try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
                }
                if count == 0 { break }
                filled += count
            }
        } catch {
            if filled == 0 { throw error }
            defect = error
        }
        self.head = Array(head.prefix(filled))
    }

    func skip(_ count: Int) { head.removeFirst(count) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !head.isEmpty else {
            if let defect { throw defect }
            return try source.read(into: buffer)
        }
        let count = min(buffer.count, head.count)
        head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        head.removeFirst(count)
        return count
    }
}
