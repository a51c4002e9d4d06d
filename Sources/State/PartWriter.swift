public import Foundation
public import WeirCore

/// Writes a prepared part: accounts of all rows, answers of those whose disposition is merged, sorted by pseudonym in
/// runs. Memory holds one run and 20 bytes a row, whatever the upload's size.
///
/// Answers of everybody else are not kept: nobody needs them, so nobody can lose them. Accounts do name everybody by
/// pseudonym, also those who did not consent: only so can a later row of the same respondent supersede an earlier one,
/// and rows that are gone be counted. A pseudonym never leaves the state folder unless its row is merged.
public final class PartWriter {
    private let folder: URL
    private let answers: OutputFile
    private let merged: Set<Disposition>
    private let schema: Schema
    private let runRows: Int
    private var accounts: [AccountEntry] = []
    private var run: RunBuffer
    private var runs: [PartSummary.Run] = []
    private let words: MentionWords
    private var mentions = MentionTally()
    private var widths: [Int]
    private let withdrawn: Set<Pseudonym>

    /// Starts a part in a folder of its own.
    /// - Parameters:
    ///   - folder: does not exist yet; renamed to the part's address when it is whole.
    ///   - words: what the numbers of mentions mean.
    ///   - withdrawn: respondents of whom no answer is kept.
    ///   - runRows: rows of a run; the merged bytes do not depend on it.
    public init(
        folder: URL, schema: Schema, merged: Set<Disposition>, words: MentionWords,
        withdrawn: Set<Pseudonym> = [], runRows: Int = 16_384
    ) throws {
        self.folder = folder
        self.schema = schema
        self.merged = merged
        self.withdrawn = withdrawn
        self.runRows = runRows
        widths = [Int](repeating: 0, count: schema.textCount)
        run = RunBuffer(codes: schema.codeCount, numbers: schema.numberCount, texts: schema.textCount)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        answers = try OutputFile(folder.appending(path: PartFiles.answers))
        self.words = words
    }

    /// Takes a batch's rows.
    public func append(_ batch: Batch<Harmonised>) throws {
        let storage = batch.storage
        for row in 0..<storage.rowCount {
            let disposition = disposition(of: row, storage)
            accounts.append(
                AccountEntry(
                    pseudonym: storage.pseudonyms[row], row: storage.sourceRows[row],
                    disposition: disposition, endedAt: storage.endedAt[row]))
            if merged.contains(disposition) { try keep(row, of: storage) }
        }
        for mention in storage.mentions where merged.contains(disposition(of: mention.row, storage)) {
            mentions.add(mention, row: storage.sourceRows[mention.row])
        }
    }

    private func disposition(of row: Int, _ storage: BatchStorage) -> Disposition {
        withdrawn.contains(storage.pseudonyms[row]) ? .withdrawn : storage.dispositions[row]
    }

    private func keep(_ row: Int, of storage: BatchStorage) throws {
        run.append(row, of: storage)
        measure(row, of: storage)
        if run.count == runRows || run.textSize >= PartFiles.runText { try writeRun() }
    }

    /// Takes all of another part but the answers of those who withdrew.
    public func append(_ part: PartReader) throws {
        while var account = try part.nextAccount() {
            if withdrawn.contains(account.pseudonym) { account.disposition = .withdrawn }
            accounts.append(account)
        }
        for rows in try part.runs() {
            while let block = try rows.next() {
                let storage = BatchStorage(block)
                for row in 0..<storage.rowCount where !withdrawn.contains(storage.pseudonyms[row]) {
                    try keep(row, of: storage)
                }
            }
        }
    }

    /// How long the texts get, so that formats of fixed width are written in one pass.
    private func measure(_ row: Int, of storage: BatchStorage) {
        for column in widths.indices {
            let text = storage.texts[column * storage.rowCount + row]
            if text.hasText { widths[column] = max(widths[column], Int(text.length)) }
        }
    }

    private var dispositions: DispositionCounts {
        accounts.reduce(into: DispositionCounts()) { $0[$1.disposition] += 1 }
    }

    /// Writes what is left, and the summary last.
    /// - Parameter mentions: those in the answers that are kept, when the answers come from another part.
    /// - Returns: the mentions in the answers that are kept, for the ledger.
    /// - Throws: when the summary counts other rows than came, or what the file system says.
    @discardableResult
    public func finish(_ summary: PartSummary, mentions: [FoundMentions]? = nil) throws -> [FoundMentions] {
        guard summary.rows == accounts.count else { throw CocoaError(.fileWriteUnknown) }
        if run.count > 0 { try writeRun() }
        try answers.finish()
        var summary = summary
        summary.dispositions = dispositions.byWord
        summary.accountDigests = try writeAccounts()
        summary.runs = runs
        summary.codeCount = schema.codeCount
        summary.numberCount = schema.numberCount
        summary.textCount = schema.textCount
        summary.textWidths = widths
        let found = mentions ?? self.mentions.all(schema.codebook, words)
        summary.mentions = found.map(\.count)
        let file = try OutputFile(folder.appending(path: PartFiles.summary))
        try file.append(try summary.sealed.text)
        try file.finish()
        return found
    }

    private func writeRun() throws {
        var written = PartSummary.Run(offset: answers.count, rows: run.count, blocks: [])
        var order = run.order[...]
        while !order.isEmpty {
            let block = run.block(order.prefix(run.blockCount(order)))
            order = order.dropFirst(block.count)
            let piece = Self.piece(block)
            written.blocks.append(.init(rows: block.count, text: block.arena.count, digest: piece.digest))
            try answers.append(piece.bytes)
        }
        runs.append(written)
        run.removeAll()
    }

    private static func piece(_ block: AnswerBlock) -> PartPiece {
        var piece = PartPiece()
        piece.append(block.pseudonyms.map(\.high))
        piece.append(block.pseudonyms.map(\.low))
        piece.append(block.sourceRows)
        piece.append(block.months)
        piece.append(block.codes)
        piece.append(block.numbers)
        piece.append(block.texts)
        piece.append(block.arena)
        return piece
    }

    /// - Returns: the digest of each piece.
    private func writeAccounts() throws -> [String] {
        accounts.sort(by: AccountEntry.precedes)
        let file = try OutputFile(folder.appending(path: PartFiles.accounts))
        let digests = try stride(from: 0, to: accounts.count, by: PartFiles.pieceAccounts).map { start in
            let piece = Self.piece(accounts[start..<min(start + PartFiles.pieceAccounts, accounts.count)])
            try file.append(piece.bytes)
            return piece.digest
        }
        try file.finish()
        return digests
    }

    private static func piece(_ accounts: ArraySlice<AccountEntry>) -> PartPiece {
        var piece = PartPiece()
        for entry in accounts {
            piece.append(entry.pseudonym.high)
            piece.append(entry.pseudonym.low)
            piece.append(entry.row)
            piece.append(entry.endedAt)
            piece.append(entry.disposition.rawValue)
        }
        return piece
    }
}

/// Rows waiting to be sorted, each row's values together.
private struct RunBuffer {
    private let codes: Int
    private let numbers: Int
    private let texts: Int
    private var pseudonyms: [Pseudonym] = []
    private var sourceRows: [UInt32] = []
    private var months: [UInt16] = []
    private var rowCodes: [UInt16] = []
    private var rowNumbers: [Double] = []
    private var rowTexts: [Cell] = []
    private var arena: [UInt8] = []

    init(codes: Int, numbers: Int, texts: Int) {
        self.codes = codes
        self.numbers = numbers
        self.texts = texts
    }

    /// Bytes of text.
    var textSize: Int { arena.count }

    var count: Int { pseudonyms.count }

    mutating func append(_ row: Int, of storage: BatchStorage) {
        pseudonyms.append(storage.pseudonyms[row])
        sourceRows.append(storage.sourceRows[row])
        months.append(storage.months[row])
        let rows = storage.rowCount
        storage.codes.withUnsafeBufferPointer { source in
            for column in 0..<codes { rowCodes.append(source[column * rows + row]) }
        }
        for column in 0..<numbers { rowNumbers.append(storage.numbers[column * rows + row]) }
        for column in 0..<texts {
            rowTexts.append(arena.append(storage.texts[column * rows + row], from: storage.arena))
        }
    }

    /// The rows by pseudonym, then by their place in the upload.
    var order: [Int] {
        (0..<count).sorted {
            pseudonyms[$0] != pseudonyms[$1] ? pseudonyms[$0] < pseudonyms[$1] : sourceRows[$0] < sourceRows[$1]
        }
    }

    /// Some of the rows, column by column.
    func block(_ rows: ArraySlice<Int>) -> AnswerBlock {
        var block = AnswerBlock()
        block.pseudonyms = rows.map { pseudonyms[$0] }
        block.sourceRows = rows.map { sourceRows[$0] }
        block.months = rows.map { months[$0] }
        block.codes.reserveCapacity(codes * rows.count)
        rowCodes.withUnsafeBufferPointer { source in
            for column in 0..<codes { for row in rows { block.codes.append(source[row * codes + column]) } }
        }
        for column in 0..<numbers { for row in rows { block.numbers.append(rowNumbers[row * numbers + column]) } }
        block.texts.reserveCapacity(texts * rows.count)
        for column in 0..<texts {
            for row in rows { block.texts.append(block.arena.append(rowTexts[row * texts + column], from: arena)) }
        }
        return block
    }

    /// How many of these rows make a block.
    func blockCount(_ rows: ArraySlice<Int>) -> Int {
        var size = 0
        for (count, row) in rows.prefix(PartFiles.blockRows).enumerated() {
            if size >= PartFiles.blockText { return count }
            size += rowTexts[row * texts..<(row + 1) * texts].reduce(0) { $0 + Int($1.length) }
        }
        return min(rows.count, PartFiles.blockRows)
    }

    mutating func removeAll() {
        pseudonyms.removeAll(keepingCapacity: true)
        sourceRows.removeAll(keepingCapacity: true)
        months.removeAll(keepingCapacity: true)
        rowCodes.removeAll(keepingCapacity: true)
        rowNumbers.removeAll(keepingCapacity: true)
        rowTexts.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
    }
}

extension BatchStorage {
    /// Rows of a part as a batch holds them.
    fileprivate convenience init(_ block: AnswerBlock) {
        self.init(bytes: [], firstRow: 0, firstByte: 0)
        rowCount = block.count
        pseudonyms = block.pseudonyms
        sourceRows = block.sourceRows
        months = block.months
        codes = block.codes
        numbers = block.numbers
        texts = block.texts
        arena = block.arena
    }
}
