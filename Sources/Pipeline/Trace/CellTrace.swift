public import Foundation
import WeirCore
import WeirFormats
import WeirIngest
public import WeirKeys
import WeirMerge
import WeirRecord
import WeirRedact
import WeirState
public import WeirStudy

/// Where a cell comes from: upload, row, column, mapping, what was withheld or suppressed. Never its value.
public struct CellTrace {
    /// Why there is nothing to tell.
    public enum Refusal: Error, Equatable {
        /// No data set that weir made lies there.
        case noDataSet
        /// The internal data set of a release, by its name, is not beside it any more.
        case sourceGone(String)
        /// Only the keys tell which respondent a row of a release is.
        case keysNeeded
        /// The table ends before the row.
        case noRow(Int, rows: Int)
        /// No column and no question of the table is called so.
        case noVariable(String)
        /// The column of the rows' names, which no upload has.
        case name(String)
        /// The study's memory has the row's upload no more, or none of this data set.
        case notRemembered
    }

    /// What is told, name by name.
    public private(set) var facts: [(name: String, words: String)] = []

    /// Traces a cell.
    /// - Parameters:
    ///   - row: as a spreadsheet numbers it, the header row included.
    ///   - variable: a column's name, or a question's with several columns.
    ///   - keys: needed for a release, whose rows have names of their own.
    ///   - study, inbox: with both, the upload's columns are told by their letters.
    /// - Throws: `Refusal`, or what the file system and SQLite say.
    public init(
        folder: URL, row: Int, variable: String, state: URL, keys: StudyKeys? = nil, study: Study? = nil,
        inbox: URL? = nil
    ) throws {
        let provenance = try Self.provenance(of: folder)
        let memory = try StateFolder(state)
        if provenance.isInternal {
            let cell = try TracedCell(folder.appending(path: "data/merged.csv.gz"), .number(row), variable)
            facts.append(("cell", "row \(row), \(cell.columns.joined(separator: ", "))"))
            try trace(cell, variable, folder, provenance, memory, study, inbox)
        } else {
            let release = try TracedRelease(folder, provenance, memory, keys)
            let cell = try TracedCell(folder.appending(path: "data/released.csv.gz"), .number(row), variable)
            facts.append(("cell", "row \(row), \(cell.columns.joined(separator: ", "))"))
            for (column, reason) in cell.reasons { facts.append(("released", "\(column): \(reason)")) }
            facts.append(("from", "the internal data set \(release.source.lastPathComponent)"))
            let inside = try TracedCell(
                release.source.appending(path: "data/merged.csv.gz"), .name(try release.pseudonym(of: cell.name)),
                variable)
            try trace(
                inside, variable, release.source, try Self.provenance(of: release.source), memory, study, inbox)
        }
    }

    private mutating func trace(
        _ cell: TracedCell, _ variable: String, _ folder: URL, _ provenance: ProvenanceRecord, _ state: StateFolder,
        _ study: Study?, _ inbox: URL?
    ) throws {
        let source = try TracedRow(cell.name, provenance, state)
        facts.append(("upload", "\(source.file), SHA-256 \(source.upload)"))
        facts.append(("row", "row \(source.row) of the upload, \(source.disposition.word)"))
        if source.others > 0 {
            facts.append(("others", "\(source.others) other rows of this respondent are superseded"))
        }
        let names = Set([variable, cell.variable])
        let option = ComparedDataSet(folder)?.fields.first { $0.name == variable }?.option
        let mappings = provenance.mappings.filter {
            $0.country == source.country && names.contains($0.variable) && Self.isAbout(option, $0)
        }
        let places = try study.flatMap { study in
            try inbox.flatMap { try SourcePlaces(study, Inbox($0), upload: source.upload, country: source.country) }
        }
        for mapping in mappings { facts.append(("mapping", Self.words(mapping, places))) }
        if mappings.isEmpty {
            facts.append(("mapping", Self.wordsWithoutColumn(variable, source.country)))
        }
        for mention in source.mentions where names.contains(mention.variable) {
            facts.append(("masked", Self.words(mention)))
        }
        for (column, reason) in cell.reasons { facts.append(("result", "\(column): \(reason)")) }
    }

    /// Of a multi-select's columns, each for an option, only the one for the option asked for.
    private static func isAbout(_ option: Int?, _ mapping: ProvenanceRecord.Mapping) -> Bool {
        guard let option, !mapping.answers.isEmpty else { return true }
        return mapping.answers.values.contains(option)
    }

    private static func wordsWithoutColumn(_ variable: String, _ country: String) -> String {
        variable == "submitted_month"
            ? "year and month of the platform's time of submission; day and hour were left behind"
            : "no column of \(country): not asked there, or set by weir"
    }

    private static func words(_ mention: Ledger.PlacedMention) -> String {
        let kind = MentionKind(rawValue: mention.kind)?.words ?? mention.kind
        let reason = MentionReason(rawValue: mention.reason)?.words ?? mention.reason
        return "\(kind): \(reason)"
    }

    private static func provenance(of folder: URL) throws -> ProvenanceRecord {
        let text = try? String(contentsOf: folder.appending(path: Provenance.fileName), encoding: .utf8)
        guard let record = text.flatMap(ProvenanceRecord.init) else { throw Refusal.noDataSet }
        return record
    }

    /// The column in the instrument's words, and how it is read. Which of the answers applied is not told.
    private static func words(_ mapping: ProvenanceRecord.Mapping, _ places: SourcePlaces?) -> String {
        let source = mapping.part.isEmpty ? mapping.column : "\(mapping.column) / \(mapping.part)"
        let letters = places.flatMap { $0.letters(mapping) }.map { "column \($0), " } ?? ""
        let answers = mapping.answers.isEmpty ? "" : ", \(mapping.answers.count) known answers"
        return "\(letters)\"\(source)\": \(mapping.operation)\(answers) (\(Provenance.fileName), line \(mapping.line))"
    }
}

/// A row of the table: whose it is, and of the cells asked for only why they hold no answer.
private struct TracedCell {
    /// Which row.
    enum Which {
        /// As a spreadsheet numbers it.
        case number(Int)
        /// The row's name, in the first column.
        case name(String)
    }

    /// The row's name.
    let name: String
    let columns: [String]
    /// The question that the columns belong to.
    let variable: String
    /// What each cell holds: an answer, or why there is none.
    private(set) var reasons: [(column: String, words: String)] = []

    init(_ file: URL, _ which: Which, _ variable: String) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { throw CellTrace.Refusal.noDataSet }
        var scan = try RecordScan(file)
        let places = scan.header.indices.filter {
            scan.header[$0] == variable || scan.header[$0].hasPrefix(variable + "__")
        }
        guard !places.isEmpty else { throw CellTrace.Refusal.noVariable(variable) }
        guard !places.contains(0) else { throw CellTrace.Refusal.name(variable) }
        columns = places.map { scan.header[$0] }
        self.variable = variable.split(separator: "__").first.map(String.init) ?? variable
        let cells = try Self.record(which, in: &scan)
        name = String(decoding: scan[cells[0]], as: UTF8.self)
        for place in places {
            let text = String(decoding: scan[cells[place]], as: UTF8.self)
            reasons.append((scan.header[place], Self.words(text)))
        }
    }

    private static func record(_ which: Which, in scan: inout RecordScan) throws -> [Cell] {
        var (at, row) = (0, 1)
        var cells: [Cell] = []
        while scan.next(from: &at, into: &cells) {
            row += 1
            switch which {
            case .number(let number): if row == number { return cells }
            case .name(let name): if Array(scan[cells[0]]) == Array(name.utf8) { return cells }
            }
        }
        switch which {
        case .number(let number): throw CellTrace.Refusal.noRow(number, rows: row)
        case .name: throw CellTrace.Refusal.notRemembered
        }
    }

    /// Blank beside an open answer means that there is one.
    private static func words(_ text: String) -> String {
        if text.isEmpty { return "blank" }
        guard let code = UInt16(text), let reason = MissingReason(rawValue: code) else { return "an answer" }
        return "\(code) \(reason.label)"
    }
}

/// A release: the internal data set it was made from, and which respondent each of its rows is.
private struct TracedRelease {
    let source: URL
    private let names: ReleaseKey
    private let table: URL

    init(_ folder: URL, _ provenance: ProvenanceRecord, _ state: StateFolder, _ keys: StudyKeys?) throws {
        guard let keys else { throw CellTrace.Refusal.keysNeeded }
        let id = folder.lastPathComponent
        guard let entry = try Ledger(state).releases().first(where: { $0.id == id }) else {
            throw CellTrace.Refusal.notRemembered
        }
        // `out/releases/<study>/<id>` was made from `out/internal/<study>/<id>`.
        let study = folder.deletingLastPathComponent()
        let output = study.deletingLastPathComponent().deletingLastPathComponent()
        source = output.appending(path: "internal").appending(path: study.lastPathComponent).appending(
            path: entry.dataset)
        guard FileManager.default.fileExists(atPath: source.path) else {
            throw CellTrace.Refusal.sourceGone(entry.dataset)
        }
        names = keys.release("ids \(entry.profile) \(id)")
        table = state.releasedTable(id)
    }

    /// The respondent's pseudonym.
    func pseudonym(of row: String) throws -> String {
        var scan = try RecordScan(table)
        var at = 0
        var cells: [Cell] = []
        while scan.next(from: &at, into: &cells) {
            let pseudonym = String(decoding: scan[cells[0]], as: UTF8.self)
            if names.id(of: pseudonym).text == row { return pseudonym }
        }
        throw CellTrace.Refusal.notRemembered
    }
}

/// The uploaded row that counts for a respondent.
private struct TracedRow {
    let upload, file, country: String
    let row: UInt32
    let disposition: Disposition
    /// Rows of the same respondent that do not count.
    let others: Int
    /// What was masked in the row's open answers.
    let mentions: [Ledger.PlacedMention]

    init(_ pseudonym: String, _ provenance: ProvenanceRecord, _ state: StateFolder) throws {
        let ledger = try Ledger(state)
        var parts: [(upload: ProvenanceRecord.Upload, accepted: Ledger.Accepted)] = []
        for upload in provenance.uploads where upload.isInForce {
            guard let country = CountryCode(upload.country) else { continue }
            let accepted = try ledger.inForce(country).first { $0.upload == upload.digest }
            if let accepted { parts.append((upload, accepted)) }
        }
        var rows: [(source: Int, entry: AccountEntry)] = []
        for (source, part) in parts.enumerated() where state.hasPart(part.accepted.part) {
            let reader = try PartReader(state.part(part.accepted.part))
            while let entry = try reader.nextAccount() {
                if entry.pseudonym.text == pseudonym { rows.append((source, entry)) }
            }
        }
        let merged = DispositionSet(provenance.merged.compactMap { Disposition(word: $0) })
        guard let place = PartMerge.counting(among: rows, merged: merged) else { throw CellTrace.Refusal.notRemembered }
        let (chosen, part) = (rows[place].entry, parts[rows[place].source])
        upload = part.upload.digest
        file = part.accepted.file
        country = part.upload.country
        row = chosen.row
        disposition = chosen.disposition
        others = rows.count - 1
        mentions = try ledger.mentionPlaces(of: part.accepted.part).filter { $0.place.first == Int(chosen.row) }
    }
}

/// Where the columns of a country's crosswalk stand in an upload that still lies in the inbox.
private struct SourcePlaces {
    private let binder: Binder
    private let columns: [CrosswalkColumn]
    private let codebook: Codebook

    /// Nil when the upload lies in the inbox no more.
    init?(_ study: Study, _ inbox: Inbox, upload: String, country: String) throws {
        guard let code = CountryCode(country), let rules = study.rules(for: code),
            let crosswalk = study.crosswalks[code]
        else { return nil }
        let entry = try inbox.entries(of: [code]).entries.first {
            try FileDigest(path: $0.path, name: $0.name).digest.hexadecimal == upload
        }
        guard let entry else { return nil }
        let file = try TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: entry.name)
        binder = Binder(layout: try records.readLayout(), file: entry.name)
        columns = binder.fitted(crosswalk, study.codebook).columns
        codebook = study.codebook
    }

    /// The letters of the column that a line of the provenance is about.
    func letters(_ mapping: ProvenanceRecord.Mapping) -> String? {
        let source = SourceColumn(question: mapping.column, part: mapping.part)
        let same = columns.filter { codebook.variables[$0.variable].name == mapping.variable }
        let found = binder.find(source) ?? same.lazy.compactMap { binder.find($0.source) }.first
        return found.map(Place.letters(ofColumn:))
    }
}
