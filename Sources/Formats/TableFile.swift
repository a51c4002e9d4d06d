public import WeirCore

/// An upload, opened: what it is packed in, its encoding and its delimiter, or its sheet, are recognised. Whatever it is,
/// its rows are read as records of delimited text in UTF-8, each on the line that a spreadsheet would number so.
public struct TableFile {
    /// What is known of an upload before it is opened.
    public struct Hints: Sendable {
        /// The encoding that the study declares for the country's uploads.
        public var encoding: TextEncoding?
        /// The questionnaire's language, which helps to recognise an encoding.
        public var language: String?
        /// The sign before decimals that a workbook's numbers are written with.
        public var decimalMark: UInt8
        /// The name of the sheet to read, in any case; nil for the first with a table.
        public var sheet: String?

        /// The headers and answers that the study maps.
        public var known: KnownColumns
        /// Of a data file of a statistics program, the labels of its values are wanted and not its cases.
        var wantsLabels = false

        /// Hints; none when nothing is known.
        public init(
            encoding: TextEncoding? = nil, language: String? = nil, decimalMark: UInt8 = UInt8(ascii: "."),
            sheet: String? = nil, known: KnownColumns = .none
        ) {
            self.encoding = encoding
            self.language = language
            self.decimalMark = decimalMark
            self.sheet = sheet
            self.known = known
        }

        init(wantsLabels: Bool) {
            self.init()
            self.wantsLabels = wantsLabels
        }
    }

    /// What the file is, as reports say it.
    public struct Format: Equatable, Sendable {
        /// What it is packed in, from the outside.
        public var packing: [Packing] = []
        /// What is inside.
        public var content: Content

        /// A text, a sheet of a workbook, or the data file of a statistics program.
        public enum Content: Equatable, Sendable {
            /// Delimited text.
            case text(TextEncoding, EncodingBasis, Delimiter)
            /// A sheet, of how many; `kind` in words.
            case sheet(kind: String, name: String, count: Int)
            /// Variables and cases; `kind` in words.
            case statistics(kind: String, TextEncoding, EncodingBasis)
        }

        /// The encoding of a text.
        var encoding: TextEncoding? {
            if case .text(let encoding, _, _) = content { return encoding }
            return nil
        }
    }

    /// What a file is packed in.
    public enum Packing: String, Sendable {
        case gzip, zip
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
        /// The file names it.
        case stated = "as it says itself"
        /// Nothing says so; files of its kind are mostly in it.
        case assumed
    }

    /// The most columns that a spreadsheet has.
    public static let mostColumns = 16_384

    /// What the file is.
    public let format: Format
    /// The pieces of the file, from its first record.
    public let reader: RecordReader
    /// The sign between the cells of its records.
    public let delimiter: UInt8
    private let openingFindings: [Diagnostic]
    private let sheet: SheetSource?
    private let name: String

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
        let opened = try Opening(name: name, hints: hints, limit: limit).open(source)
        self.name = name
        format = opened.format
        openingFindings = opened.findings
        sheet = opened.sheet
        delimiter = opened.delimiter.rawValue
        reader = RecordReader(
            opened.source, name: name, delimiter: delimiter, pieceSize: pieceSize,
            encoding: format.encoding ?? .utf8, firstByte: opened.firstByte)
    }

    /// The encoding of its bytes; nil for what is no text.
    public var encoding: TextEncoding? { format.encoding }

    /// The sheet's name, when it is a workbook's.
    public var sheetName: String? {
        if case .sheet(_, let name, _) = format.content { return name }
        return nil
    }

    /// What is worth knowing of how it was opened and read so far.
    public var findings: [Diagnostic] {
        let formulas = sheet?.formulasWithoutValue ?? 0
        guard formulas > 0 else { return openingFindings }
        return openingFindings + [
            Diagnostic(
                .formulaWithoutValue, at: Place(file: name, sheet: sheetName), label: "\(formulas)", count: formulas)
        ]
    }
}

/// Goes through what a file is packed in.
private struct Opening {
    let name: String
    let hints: TableFile.Hints
    let limit: InflatingSource.Limit
    var packing: [TableFile.Packing] = []

    struct Opened {
        var source: any ByteSource
        var format: TableFile.Format
        var delimiter: Delimiter
        var findings: [Diagnostic]
        var sheet: SheetSource?
        /// Where the first record of a text starts.
        var firstByte = 0
    }

    func open(_ source: any ByteSource) throws -> Opened {
        let raw = try PeekedSource(source)
        if raw.head.starts(with: FileSignature.zip) { return try openArchive(source, raw) }
        if raw.head.starts(with: FileSignature.compound) { try FileSignature.refuseCompound(raw, name: name) }
        if let format = StatisticsFormat(raw.head) { return try openStatistics(format, source, raw) }
        try FileSignature.refuse(raw.head, name: name)
        if raw.head.starts(with: FileSignature.gzip) {
            if packing.contains(.gzip) { throw Diagnostic(.gzipTwice, at: Place(file: name)) }
            return try inside(.gzip).open(InflatingSource(raw, name: name, limit: limit))
        }
        return try openText(raw)
    }

    private func inside(_ layer: TableFile.Packing) -> Opening {
        Opening(name: name, hints: hints, limit: limit, packing: packing + [layer])
    }

    private func openText(_ plain: PeekedSource) throws -> Opened {
        let text = try DecodedText(plain, name: name, hints: hints)
        let skipped = text.source.skipped
        let delimiter = try Delimiter.declaredOrRecognised(in: text.source, name: name)
        let hint = [UInt8](repeating: Byte.lineFeed, count: text.source.skipped - skipped)
        let format = TableFile.Format(packing: packing, content: .text(text.encoding, text.basis, delimiter))
        return Opened(
            source: text.source, format: format, delimiter: delimiter, findings: text.findings,
            firstByte: text.mark + text.encoding.length(of: hint[...]))
    }

    private func openStatistics(
        _ format: StatisticsFormat, _ source: any ByteSource, _ raw: PeekedSource
    ) throws -> Opened {
        let data = try StatisticsSource(format, source, raw, name: name, hints: hints, limit: limit)
        let codes: [TableFile.EncodingBasis: DiagnosticCode] = [
            .assumed: .encodingAssumed, .recognised: .encodingRecognised,
        ]
        let findings = codes[data.basis].map {
            [Diagnostic($0, at: Place(file: name), label: data.encoding.rawValue)]
        }
        let content = TableFile.Format.Content.statistics(kind: format.kind, data.encoding, data.basis)
        return Opened(
            source: data, format: .init(packing: packing, content: content), delimiter: .comma, findings: findings ?? []
        )
    }

    /// A file on the disk is read where it lies; anything else was read in part already and goes on from its first bytes.
    private func openArchive(_ source: any ByteSource, _ raw: PeekedSource) throws -> Opened {
        let archive = try ZipArchive(source is FileSource ? source : raw, name: name, limit: limit)
        if let workbook = try Workbook.open(archive, name: name, hints: hints) {
            let content = TableFile.Format.Content.sheet(
                kind: workbook.kind.rawValue, name: workbook.sheetName, count: workbook.sheetCount)
            return Opened(
                source: workbook.source, format: .init(packing: packing, content: content), delimiter: .comma,
                findings: workbook.findings, sheet: workbook.source)
        }
        if archive.entries.contains(where: { $0.name.hasSuffix(".iwa") || $0.name.hasSuffix("Index.zip") }) {
            throw Diagnostic(.fileNumbers, at: Place(file: name))
        }
        if packing.contains(.zip) { throw Diagnostic(.zipNested, at: Place(file: name)) }
        return try inside(.zip).open(try archive.open(try table(in: archive)))
    }

    private static let tables = [
        ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".ods", ".gz", ".sav", ".zsav", ".dta",
    ]

    /// The one table of a bundle. Which of two to take is for people to say.
    private func table(in archive: ZipArchive) throws -> ZipArchive.Entry {
        let files = archive.entries.filter { entry in
            let leaf = entry.name.split(separator: "/").last ?? ""
            return !entry.name.hasPrefix("__MACOSX/") && !leaf.hasPrefix(".")
        }
        let tables = files.filter { entry in Self.tables.contains { entry.name.lowercased().hasSuffix($0) } }
        guard tables.count <= 1 else {
            throw Diagnostic(.zipSeveralTables, at: Place(file: name), label: "\(tables.count)")
        }
        guard let table = tables.first ?? (files.count == 1 ? files.first : nil) else {
            throw Diagnostic(.zipNoTable, at: Place(file: name))
        }
        return table
    }
}

extension Delimiter {
    /// The delimiter that the first line names, or the one that fits.
    static func declaredOrRecognised(in text: PeekedSource, name: String) throws -> Delimiter {
        guard !text.head.isEmpty else { throw Diagnostic(.fileEmpty, at: Place(file: name)) }
        guard !isBinary(text.head) else { throw text.defect ?? Diagnostic(.fileNotATable, at: Place(file: name)) }
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

    /// A first line `sep=;` is a hint for spreadsheets, not data; some programs write it as a cell, in quotes.
    private static func declared(_ text: PeekedSource) -> Delimiter? {
        let line = text.head.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }
        let isQuoted = line.count == 7 && line.first == Byte.quote && line.last == Byte.quote
        let hint = isQuoted ? line.dropFirst().dropLast() : line
        let word = hint.prefix(4).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        guard hint.count == 5, word.elementsEqual("sep=".utf8), let sign = hint.last,
            let delimiter = Delimiter(rawValue: sign)
        else { return nil }
        text.skip(line.count)
        text.skip(text.head.prefix { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }.count)
        return delimiter
    }
}
