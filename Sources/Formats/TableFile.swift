public import WeirCore

/// An upload, opened: what it is packed in, its encoding and its delimiter are recognised. Whatever it is, its rows are
/// read as records of delimited text in UTF-8.
public struct TableFile {
    /// What is known of an upload before it is opened.
    public struct Hints: Sendable {
        /// The encoding that the study declares for the country's uploads.
        public var encoding: TextEncoding?
        /// The questionnaire's language, which helps to recognise an encoding.
        public var language: String?

        /// Hints; none when nothing is known.
        public init(encoding: TextEncoding? = nil, language: String? = nil) {
            self.encoding = encoding
            self.language = language
        }
    }

    /// What the file is, as reports say it.
    public struct Format: Equatable, Sendable {
        /// Whether it is compressed with gzip.
        public var isCompressed: Bool
        /// How bytes stand for characters.
        public var encoding: TextEncoding
        /// How the encoding is known.
        public var basis: EncodingBasis
        /// The sign between cells.
        public var delimiter: Delimiter
    }

    /// How an encoding is known.
    public enum EncodingBasis: String, Sendable {
        /// The file begins with a mark.
        case mark = "by its mark"
        /// The study declares it.
        case declared
        /// Nothing says so; the letters that come out are those of the languages.
        case recognised
        /// The bytes fit no other.
        case plain = "by its bytes"
    }

    /// What the file is.
    public let format: Format
    /// The pieces of the file, from its first record.
    public let reader: RecordReader
    /// What is worth knowing about how it was opened.
    public let findings: [Diagnostic]

    /// The sign between the cells of its records.
    public var delimiter: UInt8 { format.delimiter.rawValue }

    /// Opens a file.
    /// - Parameters:
    ///   - path: where it is; `name` is what reports call it.
    ///   - pieceSize: about how many bytes of text a piece has.
    /// - Throws: a `Diagnostic` that says why it is no table.
    public init(
        path: String, name: String, hints: Hints = Hints(), pieceSize: Int = 1 << 20,
        limit: InflatingSource.Limit = .standard
    ) throws {
        try self.init(
            FileSource(path: path, name: name), name: name, hints: hints, pieceSize: pieceSize, limit: limit)
    }

    /// Opens bytes from any source.
    public init(
        _ source: any ByteSource, name: String, hints: Hints = Hints(), pieceSize: Int = 1 << 20,
        limit: InflatingSource.Limit = .standard
    ) throws {
        let raw = try PeekedSource(source)
        try FileSignature.refuse(raw.head, name: name)
        let isCompressed = raw.head.starts(with: FileSignature.gzip)
        let plain = isCompressed ? try PeekedSource(InflatingSource(raw, name: name, limit: limit)) : raw
        if isCompressed { try FileSignature.refuseInside(plain.head, name: name) }
        let text = try DecodedText(plain, name: name, hints: hints)
        let delimiter = try Delimiter.declaredOrRecognised(in: text.source, name: name)
        format = Format(
            isCompressed: isCompressed, encoding: text.encoding, basis: text.basis, delimiter: delimiter)
        findings = text.findings
        reader = RecordReader(text.source, name: name, delimiter: delimiter.rawValue, pieceSize: pieceSize)
    }
}

extension Delimiter {
    /// The delimiter that the first line names, or the one that fits.
    static func declaredOrRecognised(in text: PeekedSource, name: String) throws -> Delimiter {
        guard !text.head.isEmpty else { throw Diagnostic(.fileEmpty, at: Place(file: name)) }
        guard !isBinary(text.head) else { throw Diagnostic(.fileNotATable, at: Place(file: name)) }
        if let declared = declared(text) { return declared }
        guard let delimiter = recognised(in: text.head) else {
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
    private static func declared(_ text: PeekedSource) -> Delimiter? {
        let line = text.head.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        guard line.count == 5, line.starts(with: "sep=".utf8), let delimiter = Delimiter(rawValue: line[4]) else {
            return nil
        }
        text.skip(line.count)
        text.skip(text.head.prefix { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }.count)
        return delimiter
    }
}
