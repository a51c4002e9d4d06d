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
    private let merged: DispositionSet
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
        self.merged = DispositionSet(merged)
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
        var kept: [Int] = []
        for row in 0..<storage.rowCount {
            let disposition = disposition(of: row, storage)
            accounts.append(
                AccountEntry(
                    pseudonym: storage.pseudonyms[row], row: storage.sourceRows[row],
                    disposition: disposition, endedAt: storage.endedAt[row]))
            if merged.contains(disposition) { kept.append(row) }
        }
        try keep(kept, of: storage)
        for mention in storage.mentions where merged.contains(disposition(of: mention.row, storage)) {
            mentions.add(mention, row: storage.sourceRows[mention.row])
        }
    }

    private func disposition(of row: Int, _ storage: BatchStorage) -> Disposition {
        withdrawn.contains(storage.pseudonyms[row]) ? .withdrawn : storage.dispositions[row]
    }

    private func keep(_ rows: [Int], of storage: BatchStorage) throws {
        var rows = rows[...]
        while !rows.isEmpty {
            let next = rows.prefix(run.room(for: rows, of: storage, upTo: runRows))
            rows = rows.dropFirst(next.count)
            run.append(next, of: storage)
            measure(next, of: storage)
            if run.count == runRows || run.textSize >= PartFiles.runText { try writeRun() }
        }
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
                let rows = 0..<storage.rowCount
                try keep(rows.filter { !withdrawn.contains(storage.pseudonyms[$0]) }, of: storage)
            }
        }
    }

    /// How long the texts get, so that formats of fixed width are written in one pass.
    private func measure(_ rows: ArraySlice<Int>, of storage: BatchStorage) {
        storage.texts.withUnsafeBufferPointer { texts in
            for column in widths.indices {
                let start = column * storage.rowCount
                var width = widths[column]
                for row in rows where texts[start + row].hasText { width = max(width, Int(texts[start + row].length)) }
                widths[column] = width
            }
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

    /// How many of these rows still belong to this run, the one at least: it ends behind a number of rows, or behind the row
    /// with which its text gets too long.
    func room(for next: ArraySlice<Int>, of storage: BatchStorage, upTo runRows: Int) -> Int {
        let room = min(next.count, runRows - count)
        // No batch has as much text as is missing, nearly always.
        if textSize + storage.arena.count < PartFiles.runText { return room }
        var size = textSize
        for (place, row) in next.prefix(room).enumerated() {
            for column in 0..<texts { size += Int(storage.texts[column * storage.rowCount + row].length) }
            if size >= PartFiles.runText { return place + 1 }
        }
        return room
    }

    /// Takes rows of a batch, a column after the other, as they stand there.
    mutating func append(_ rows: ArraySlice<Int>, of storage: BatchStorage) {
        let first = count
        for row in rows {
            pseudonyms.append(storage.pseudonyms[row])
            sourceRows.append(storage.sourceRows[row])
            months.append(storage.months[row])
        }
        Self.append(rows, storage.codes, storage.rowCount, codes, to: &rowCodes, blank: 0)
        Self.append(rows, storage.numbers, storage.rowCount, numbers, to: &rowNumbers, blank: 0)
        rowTexts.append(contentsOf: repeatElement(.blank, count: rows.count * texts))
        for column in 0..<texts {
            for (place, row) in rows.enumerated() {
                let text = storage.texts[column * storage.rowCount + row]
                if text.length == 0 { continue }
                rowTexts[(first + place) * texts + column] = arena.append(text, from: storage.arena)
            }
        }
    }

    private static func append<Value>(
        _ rows: ArraySlice<Int>, _ source: [Value], _ rowCount: Int, _ columns: Int, to values: inout [Value],
        blank: Value
    ) {
        let start = values.count
        values.append(contentsOf: repeatElement(blank, count: rows.count * columns))
        values.withUnsafeMutableBufferPointer { values in
            source.withUnsafeBufferPointer { source in
                rows.withUnsafeBufferPointer { rows in
                    for column in 0..<columns {
                        var place = start + column
                        for row in rows {
                            values[place] = source[column * rowCount + row]
                            place += columns
                        }
                    }
                }
            }
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
        block.codes = Self.columns(of: rowCodes, codes, rows)
        block.numbers = Self.columns(of: rowNumbers, numbers, rows)
        block.texts.reserveCapacity(texts * rows.count)
        block.arena.reserveCapacity(textSize(of: rows))
        for column in 0..<texts {
            for row in rows { block.texts.append(block.arena.append(rowTexts[row * texts + column], from: arena)) }
        }
        return block
    }

    private static func columns<Value>(of values: [Value], _ columns: Int, _ rows: ArraySlice<Int>) -> [Value] {
        [Value](unsafeUninitializedCapacity: columns * rows.count) { turned, filled in
            values.withUnsafeBufferPointer { values in
                rows.withUnsafeBufferPointer { rows in
                    // Some columns of all rows at a time: what stands side by side is near at hand.
                    for first in stride(from: 0, to: columns, by: 32) {
                        for (place, row) in rows.enumerated() {
                            for column in first..<min(first + 32, columns) {
                                turned.initializeElement(
                                    at: column * rows.count + place, to: values[row * columns + column])
                            }
                        }
                    }
                }
            }
            filled = columns * rows.count
        }
    }

    private func textSize(of rows: ArraySlice<Int>) -> Int {
        rowTexts.withUnsafeBufferPointer { cells in
            rows.reduce(0) { size, row in
                cells[row * texts..<(row + 1) * texts].reduce(size) { $0 + Int($1.length) }
            }
        }
    }

    /// How many of these rows make a block.
    func blockCount(_ rows: ArraySlice<Int>) -> Int {
        var size = 0
        for (count, row) in rows.prefix(PartFiles.blockRows).enumerated() {
            if size >= PartFiles.blockText { return count }
            for text in row * texts..<(row + 1) * texts { size += Int(rowTexts[text].length) }
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
