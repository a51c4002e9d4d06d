/// One uploaded row as the accounts know it: who, where, and what became of it.
public struct AccountEntry: Equatable, Sendable {
    /// Who.
    public var pseudonym: Pseudonym
    /// The row as a spreadsheet numbers it.
    public var row: UInt32
    /// What became of it.
    public var disposition: Disposition
    /// The variable an interview ended at, by its place in the codebook.
    public var endedAt: UInt16

    /// An entry.
    public init(pseudonym: Pseudonym, row: UInt32, disposition: Disposition, endedAt: UInt16) {
        self.pseudonym = pseudonym
        self.row = row
        self.disposition = disposition
        self.endedAt = endedAt
    }

    /// By pseudonym, then by row.
    public static func precedes(_ left: Self, _ right: Self) -> Bool {
        left.pseudonym != right.pseudonym ? left.pseudonym < right.pseudonym : left.row < right.row
    }
}

/// Rows of answers, column by column, sorted by pseudonym.
public struct AnswerBlock: Equatable, Sendable {
    /// Who each row is, where it stood, and its month of submission.
    public var pseudonyms: [Pseudonym] = []
    /// Where each row stood in its upload.
    public var sourceRows: [UInt32] = []
    /// The month each interview was submitted in.
    public var months: [UInt16] = []
    /// `codes[column * count + row]`, and the same for numbers.
    public var codes: [UInt16] = []
    /// `numbers[column * count + row]`.
    public var numbers: [Double] = []
    /// `texts[column * count + row]`: where each text stands in the arena.
    public var texts: [Cell] = []
    /// The bytes of the texts.
    public var arena: [UInt8] = []

    /// The number of rows.
    public var count: Int { pseudonyms.count }

    /// A block without rows.
    public init() {}
}

/// A sorted run of answers, block by block.
public protocol AnswerRun: AnyObject {
    /// The next block, or nil at the end.
    func next() throws -> AnswerBlock?
}

/// A prepared part as the merge reads it: all rows' accounts, and the answers of those that may be merged.
public protocol PreparedPart: AnyObject {
    /// The next account, by pseudonym and row; nil at the end.
    func nextAccount() throws -> AccountEntry?
    /// The sorted runs of answers.
    func runs() throws -> [any AnswerRun]
}
