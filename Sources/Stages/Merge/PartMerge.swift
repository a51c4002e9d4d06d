public import WeirCore

/// A part whose accounts and answers do not belong together. The run stops: nothing may be lost in silence.
public struct PartDamaged: Error {}

/// One pass over all prepared parts, by pseudonym: of the rows of one respondent one counts, the others are
/// superseded; the rows that are merged come out in the order of their pseudonyms.
///
/// Memory holds one block of each run, whatever the number of rows.
public final class PartMerge {
    /// A part and what the merge decided about its rows.
    private final class Source {
        let part: any PreparedPart
        var account: AccountEntry?
        var runs: [RunCursor]
        var counts = DispositionCounts()

        init(_ part: any PreparedPart) throws {
            self.part = part
            account = try part.nextAccount()
            runs = try part.runs().map(RunCursor.init)
        }
    }

    /// Rows of one block that Deliver compresses on its own. A property of the format: other numbers, other bytes.
    public static let blockRows = 1024
    /// Bytes of text after which such a block ends early, so that memory stays flat under the longest texts.
    static let blockText = 4 << 20

    private let sources: [Source]
    private let schema: Schema
    private let merged: DispositionSet
    private let withdrawn: Set<Pseudonym>
    /// How many blocks were begun.
    private var blocks = 0
    /// One respondent's rows, kept for its room.
    private var candidates: [Candidate] = []

    /// - Parameters:
    ///   - parts: oldest first; among rows of one respondent the later part's counts.
    ///   - merged: the dispositions that go into the data set.
    ///   - withdrawn: respondents who are in no data set, whatever a part says.
    public init(
        parts: [any PreparedPart], schema: Schema, merged: Set<Disposition>, withdrawn: Set<Pseudonym> = []
    ) throws {
        sources = try parts.map(Source.init)
        self.schema = schema
        self.merged = DispositionSet(merged)
        self.withdrawn = withdrawn
    }

    /// Rows by disposition for each part, after supersession; complete when `next` has returned nil.
    public var counts: [DispositionCounts] { sources.map(\.counts) }

    /// The next rows of the data set, or nil at the end.
    public func next() throws -> Batch<Harmonised>? {
        blocks += 1
        let block = BlockBuilder(schema: schema, capacity: Self.blockRows, number: blocks)
        while block.count < Self.blockRows, block.textSize < Self.blockText, let pseudonym = smallest() {
            try decide(pseudonym, into: block)
        }
        guard block.count > 0 else { return nil }
        return block.batch()
    }

    private func smallest() -> Pseudonym? { sources.lazy.compactMap(\.account?.pseudonym).min() }

    /// One respondent's rows.
    private struct Candidate {
        var source: Int
        var entry: AccountEntry
    }

    private func decide(_ pseudonym: Pseudonym, into block: BlockBuilder) throws {
        try take(pseudonym)
        if withdrawn.contains(pseudonym) {
            for place in candidates.indices { candidates[place].entry.disposition = .withdrawn }
        }
        guard let winner = winner() else { return }
        for (place, candidate) in candidates.enumerated() {
            let disposition = place == winner ? candidate.entry.disposition : .superseded
            sources[candidate.source].counts[disposition] += 1
        }
        let chosen = candidates[winner]
        let before = block.count
        let isMerged = merged.contains(chosen.entry.disposition)
        // They stand in the order of their sources.
        for (place, candidate) in candidates.enumerated()
        where place == 0 || candidates[place - 1].source != candidate.source {
            let row = candidate.source == chosen.source && isMerged ? chosen.entry.row : nil
            for run in sources[candidate.source].runs { try run.pass(pseudonym, taking: row, into: block) }
        }
        guard block.count == before + (isMerged ? 1 : 0) else { throw PartDamaged() }
    }

    /// Nearly every respondent has one row.
    private func winner() -> Int? {
        if candidates.count == 1 { return 0 }
        return Self.counting(among: candidates.map { (source: $0.source, entry: $0.entry) }, merged: merged)
    }

    private func take(_ pseudonym: Pseudonym) throws {
        candidates.removeAll(keepingCapacity: true)
        for (index, source) in sources.enumerated() {
            while let entry = source.account, entry.pseudonym == pseudonym {
                candidates.append(Candidate(source: index, entry: entry))
                source.account = try source.part.nextAccount()
            }
        }
    }

    /// Which of one respondent's rows counts: one that is merged before one that is not; then of the later part, then the
    /// later row.
    public static func counting(
        among rows: [(source: Int, entry: AccountEntry)], merged: DispositionSet
    ) -> Int? {
        rows.indices.max { left, right in
            let (left, right) = (rows[left], rows[right])
            let leftMerged = merged.contains(left.entry.disposition)
            let rightMerged = merged.contains(right.entry.disposition)
            if leftMerged != rightMerged { return rightMerged }
            return (left.source, left.entry.row) < (right.source, right.entry.row)
        }
    }
}

/// Rows of a part that are in memory, and which of them the block at hand takes.
private final class HeldRows {
    let block: AnswerBlock
    /// Rows that were taken, and where they go, into the block of this number.
    var taken: [(row: Int, place: Int)] = []
    var taker = 0

    init(_ block: AnswerBlock) { self.block = block }
}

/// Where a run is being read.
private final class RunCursor {
    private let run: any AnswerRun
    private var held = HeldRows(AnswerBlock())
    private var count = 0
    private var at = 0

    init(_ run: any AnswerRun) throws {
        self.run = run
        try refill()
    }

    /// Goes past a respondent's rows; the row that counts is taken.
    func pass(_ pseudonym: Pseudonym, taking row: UInt32?, into builder: BlockBuilder) throws {
        while at < count, held.block.pseudonyms[at] == pseudonym {
            if held.block.sourceRows[at] == row { builder.append(at, of: held) }
            at += 1
            if at == count { try refill() }
        }
    }

    private func refill() throws {
        held = HeldRows(try run.next() ?? AnswerBlock())
        count = held.block.count
        at = 0
    }
}

/// Gathers rows into a batch.
private final class BlockBuilder {
    private let schema: Schema
    private let capacity: Int
    private let number: Int
    private let storage: BatchStorage
    private var sources: [HeldRows] = []
    private var codes: [UInt16]
    private var numbers: [Double]
    private var texts: [Cell]
    private var arena: [UInt8] = []

    init(schema: Schema, capacity: Int, number: Int) {
        self.schema = schema
        self.capacity = capacity
        self.number = number
        storage = BatchStorage(bytes: [], firstRow: 0, firstByte: 0)
        codes = [UInt16](repeating: 0, count: schema.codeCount * capacity)
        numbers = [Double](repeating: 0, count: schema.numberCount * capacity)
        texts = [Cell](repeating: .blank, count: schema.textCount * capacity)
    }

    /// Bytes of text.
    var textSize: Int { arena.count }
    var count: Int { storage.pseudonyms.count }

    /// Takes a row's text; its codes and numbers are fetched when the block is full, column by column.
    func append(_ row: Int, of held: HeldRows) {
        let place = count
        let block = held.block
        storage.pseudonyms.append(block.pseudonyms[row])
        storage.months.append(block.months[row])
        if held.taker != number {
            held.taker = number
            held.taken.removeAll(keepingCapacity: true)
            sources.append(held)
        }
        held.taken.append((row, place))
        let rows = block.count
        block.texts.withUnsafeBufferPointer { source in
            for column in 0..<schema.textCount where source[column * rows + row].length > 0 {
                texts[column * capacity + place] = arena.append(source[column * rows + row], from: block.arena)
            }
        }
    }

    private func fetch() {
        for held in sources {
            Self.fetch(held.taken, from: held.block.codes, held.block.count, schema.codeCount, to: &codes, capacity)
            Self.fetch(
                held.taken, from: held.block.numbers, held.block.count, schema.numberCount, to: &numbers, capacity)
        }
        sources = []
    }

    private static func fetch<Value>(
        _ taken: [(row: Int, place: Int)], from source: [Value], _ rows: Int, _ columns: Int,
        to target: inout [Value], _ capacity: Int
    ) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                taken.withUnsafeBufferPointer { taken in
                    for column in 0..<columns {
                        for (row, place) in taken { target[column * capacity + place] = source[column * rows + row] }
                    }
                }
            }
        }
    }

    func batch() -> Batch<Harmonised> {
        fetch()
        let result = BatchStorage(bytes: [], firstRow: 0, firstByte: 0)
        result.pseudonyms = storage.pseudonyms
        result.months = storage.months
        result.rowCount = count
        result.codes = closed(codes, columns: schema.codeCount)
        result.numbers = closed(numbers, columns: schema.numberCount)
        result.texts = closed(texts, columns: schema.textCount)
        result.arena = arena
        return Batch(result)
    }

    /// A full block stays as it is; the last one is moved together.
    private func closed<Value>(_ values: [Value], columns: Int) -> [Value] {
        guard count < capacity else { return values }
        return (0..<columns).flatMap { values[($0 * capacity)..<($0 * capacity + count)] }
    }
}
