/// How far a batch has come. Each phase is a type without values, so that a stage out of order does not compile.
public protocol Phase {}
/// Bytes of an upload, cut between records.
public enum Bytes: Phase {}
/// Records found, columns bound, direct identifiers left behind.
public enum Raw: Phase {}
/// Open answers are gone or scrubbed.
public enum Redacted: Phase {}
/// Answers are codes, every missing value has its reason.
public enum Harmonised: Phase {}
/// Disclosure control has seen it.
public enum Protected: Phase {}

/// A batch in a phase: rows in columns, handed over whole from stage to stage.
public struct Batch<P: Phase>: Sendable {
    /// The rows. Hot loops take it out once and work on it.
    public let storage: BatchStorage

    /// A batch in its first phase.
    public init(_ storage: BatchStorage) { self.storage = storage }

    /// The same rows in the next phase; only the stage that did the work may say so.
    public func advanced<Next: Phase>(to: Next.Type = Next.self) -> Batch<Next> { Batch<Next>(storage) }
}

/// Where a cell's text stands in a batch's bytes.
public struct Cell: Equatable, Sendable, BitwiseCopyable {
    /// The first byte.
    public var offset: UInt32
    /// The number of bytes, or one of the marks below.
    public var length: UInt32

    /// A cell's text.
    @inlinable public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    /// A blank cell, or one that was left behind.
    @inlinable public static var blank: Cell { Cell(offset: 0, length: 0) }
    /// Something stood there; what it was did not pass Ingest.
    @inlinable public static var present: Cell { Cell(offset: 0, length: .max) }
    /// An original without a translation.
    @inlinable public static var untranslated: Cell { Cell(offset: 0, length: .max - 1) }

    /// Whether the cell has text in the batch's bytes.
    @inlinable public var hasText: Bool { length > 0 && length < .max - 1 }
}

extension [UInt8] {
    /// Copies a text behind the others.
    /// - Returns: where it stands now.
    @inlinable
    public mutating func append(_ text: Cell, from arena: [UInt8]) -> Cell {
        guard text.length > 0 else { return .blank }
        let copy = Cell(offset: UInt32(count), length: text.length)
        append(contentsOf: arena[Int(text.offset)..<Int(text.offset) + Int(text.length)])
        return copy
    }
}

/// Where an identifying mention stood in an upload, and what it was: never the text.
public struct MentionPlace: Equatable, Sendable {
    /// The row of the batch.
    public var row: Int
    /// The variable, by its place in the codebook, and the upload's column.
    public var variable: Int
    /// The upload's column, from 0.
    public var column: Int
    /// The first code point of the cell's text, and the one behind the last.
    public var range: Range<Int>
    /// What it was, and why it was taken for one, as numbers of `MentionWords`.
    public var kind: UInt8
    /// Why it was taken for one.
    public var reason: UInt8

    /// A mention's place.
    public init(row: Int, variable: Int, column: Int, range: Range<Int>, kind: UInt8, reason: UInt8) {
        self.row = row
        self.variable = variable
        self.column = column
        self.range = range
        self.kind = kind
        self.reason = reason
    }
}

/// The words for kinds and reasons of mentions.
public struct MentionWords: Sendable {
    /// The words for kinds.
    public var kinds: [String]
    /// The words for reasons.
    public var reasons: [String]

    /// Words, in the order of their numbers.
    public init(kinds: [String], reasons: [String]) {
        self.kinds = kinds
        self.reasons = reasons
    }
}

/// The rows of a batch: cells on the way in, codes and numbers on the way out.
///
/// Unchecked Sendable because exactly one stage holds it at a time: the flow hands it over whole, through a queue.
public final class BatchStorage: @unchecked Sendable {
    /// The upload's bytes, from the start of a record to the end of one.
    public var bytes: [UInt8]
    /// Where their cells end, as far as the reader knows.
    public var ends: CellEnds?
    /// The row of the first record as a spreadsheet numbers it, and the byte at which it starts.
    public var firstRow: Int
    /// The byte at which the first record starts.
    public var firstByte: Int
    /// The number of rows.
    public var rowCount = 0

    /// The row of each record as a spreadsheet numbers it.
    public var sourceRows: [UInt32] = []
    /// Who each row is.
    public var pseudonyms: [Pseudonym] = []
    /// When each interview was submitted.
    public var months: [UInt16] = []
    /// How many seconds each interview took; `unknownLength` when nobody knows.
    public var lengths: [UInt32] = []
    /// The length of an interview of which start or end is not known.
    public static let unknownLength = UInt32.max
    /// What became of each row, and for a break-off the variable it broke off at.
    public var dispositions: [Disposition] = []
    /// For each row that ended early, the variable it ended at.
    public var endedAt: [UInt16] = []

    /// The cells that passed Ingest, row by row: `cells[row * cellColumns + column]`.
    public var cells: [Cell] = []
    /// Cells of one row.
    public var cellColumns = 0

    /// Codes and numbers, column by column: `codes[column * rowCount + row]`.
    public var codes: [UInt16] = []
    /// Numbers, column by column: `numbers[column * rowCount + row]`.
    public var numbers: [Double] = []

    /// Scrubbed text, column by column: where it stands in the arena. Blank where there is none.
    public var texts: [Cell] = []
    /// The bytes of all scrubbed texts. Texts of an upload never stand here.
    public var arena: [UInt8] = []
    /// What was found in the texts and where, in the order of rows.
    public var mentions: [MentionPlace] = []

    /// A batch of an upload's bytes.
    public init(bytes: [UInt8], ends: CellEnds? = nil, firstRow: Int, firstByte: Int) {
        self.bytes = bytes
        self.ends = ends
        self.firstRow = firstRow
        self.firstByte = firstByte
    }

    /// Makes room for the values of a schema's columns, all 0.
    public func allocateValues(for schema: Schema) {
        codes = [UInt16](repeating: 0, count: schema.codeCount * rowCount)
        numbers = [Double](repeating: 0, count: schema.numberCount * rowCount)
        texts = [Cell](repeating: .blank, count: schema.textCount * rowCount)
    }

    /// Lets go of the upload's text, once nothing needs it.
    public func dropText() {
        bytes = []
        ends = nil
        cells = []
        cellColumns = 0
    }
}
