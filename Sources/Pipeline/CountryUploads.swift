import Foundation
import WeirCore
import WeirFormats
import WeirKeys
import WeirReport
import WeirState

/// One upload of the inbox, or one that is in force since an earlier night.
struct UploadRecord {
    var file: String
    var country: CountryCode?
    var digest: Digest?
    var state: RunReport.Upload.State
    var part: String?
    var summary: PartSummary?
    var findings: [Diagnostic]
    var notReadyRows = 0

    /// Whether somebody has to do something before the upload is ready.
    var isOpen: Bool { findings.contains { $0.severity >= .open } }
}

extension UploadRecord {
    /// A folder of the inbox that belongs to no country.
    init(foreign name: String) {
        self.init(
            file: name, country: nil, digest: nil, state: .notReady, part: nil, summary: nil,
            findings: [Diagnostic(.countryUnknown, at: Place(file: name))])
    }
}

/// The uploads of one country, and which of them are in force.
struct CountryUploads {
    let rules: CountryRules
    private(set) var records: [UploadRecord] = []
    private(set) var accepted: [Ledger.Accepted] = []
    /// When the upload in force was accepted, if it is not of today's inbox.
    private(set) var keptSince: Date?
    /// Whether an upload of today's inbox is in force.
    private(set) var isFresh = false

    init(rules: CountryRules) { self.rules = rules }

    /// Takes an upload of the inbox: prepared, or not ready with its findings.
    mutating func add(
        _ entry: Inbox.Entry, _ digest: Result<Digest, any Error>,
        preparing prepare: (Digest) throws -> Preparation.Prepared
    ) {
        var record = UploadRecord(
            file: entry.name, country: entry.country, digest: try? digest.get(), state: .notReady, part: nil,
            summary: nil, findings: [])
        do {
            let prepared = try prepare(try digest.get())
            record.state = .replaced
            record.part = prepared.address
            record.summary = prepared.summary
            record.findings = prepared.summary.findings.compactMap { $0.diagnostic(in: entry.name) }
        } catch {
            record.findings = Self.findings(of: error, in: entry.name)
            record.notReadyRows = RowCount.rows(of: entry)
        }
        records.append(record)
    }

    private static func findings(of error: any Error, in file: String) -> [Diagnostic] {
        switch error {
        case let error as Diagnostics: error.all
        case let error as Diagnostic: [error]
        default: [Diagnostic(.fileNotATable, at: Place(file: file))]
        }
    }

    /// Decides which uploads are in force: of a replacing country the newest that is ready, of an adding one all.
    /// What was accepted before stays in force until something newer is ready.
    mutating func decide(
        accepted before: [Ledger.Accepted], state: StateFolder, _ preparation: Preparation, now: Date
    ) throws {
        let gone = try addKept(before, state, preparation)
        let ready = records.indices.filter { records[$0].summary != nil && !isCopy($0) }
            .sorted { Self.isOlder(records[$0], records[$1]) }
        let inForce = rules.uploads == .adds ? ready : Array(ready.suffix(1))
        for index in inForce { put(index, inForceSince: before, now) }
        for index in ready where !inForce.contains(index) {
            records[index].findings.append(Diagnostic(.uploadOlder, at: Place(file: records[index].file)))
        }
        // An upload of an earlier night that a newer one has replaced is history.
        let replaced = Set(ready).subtracting(inForce).filter { records[$0].state == .kept }
        records = records.indices.filter { !replaced.contains($0) }.map { records[$0] }
        if inForce.isEmpty || rules.uploads == .adds { records += gone }
        if inForce.isEmpty, records.isEmpty {
            records.append(
                UploadRecord(
                    file: rules.country.letters, country: rules.country, digest: nil, state: .notReady, part: nil,
                    summary: nil,
                    findings: [
                        Diagnostic(.uploadNone, at: Place(file: rules.country.letters), label: rules.name)
                    ]))
        }
    }

    /// Takes uploads that were accepted earlier and lie in the inbox no more.
    /// - Returns: those that would have to be prepared again, under today's definition, and cannot be.
    private mutating func addKept(
        _ before: [Ledger.Accepted], _ state: StateFolder, _ preparation: Preparation
    ) throws -> [UploadRecord] {
        var gone: [UploadRecord] = []
        for accepted in before where !records.contains(where: { $0.digest?.hexadecimal == accepted.upload }) {
            guard let digest = Digest(hexadecimal: accepted.upload) else { continue }
            let address = preparation.address(of: digest, rules.country)
            guard state.hasPart(address) else {
                gone.append(
                    UploadRecord(
                        file: accepted.file, country: rules.country, digest: digest, state: .notReady, part: nil,
                        summary: nil, findings: [Diagnostic(.uploadGone, at: Place(file: accepted.file))]))
                continue
            }
            records.append(
                UploadRecord(
                    file: accepted.file, country: rules.country, digest: digest, state: .kept, part: address,
                    summary: try PartReader.summary(of: state.part(address)), findings: []))
        }
        return gone
    }

    /// The same bytes under two names are one upload.
    private func isCopy(_ index: Int) -> Bool {
        records[..<index].contains { $0.digest == records[index].digest && $0.summary != nil }
    }

    /// By the last submission inside, then by name, then by digest.
    private static func isOlder(_ left: UploadRecord, _ right: UploadRecord) -> Bool {
        let (leftDay, rightDay) = (left.summary?.lastDay ?? 0, right.summary?.lastDay ?? 0)
        if leftDay != rightDay { return leftDay < rightDay }
        if left.file != right.file { return NaturalOrder.precedes(left.file, right.file) }
        return (left.digest?.hexadecimal ?? "") < (right.digest?.hexadecimal ?? "")
    }

    private mutating func put(_ index: Int, inForceSince before: [Ledger.Accepted], _ now: Date) {
        guard let part = records[index].part, let digest = records[index].digest else { return }
        let earlier = before.first { $0.upload == digest.hexadecimal }
        accepted.append(
            Ledger.Accepted(
                upload: digest.hexadecimal, part: part, file: records[index].file, since: earlier?.since ?? now))
        if records[index].state == .kept {
            keptSince = earlier?.since
        } else {
            records[index].state = .inForce
            isFresh = true
        }
    }
}

/// Counts the rows of an upload that is not ready, as far as it can be read, so that the accounts name them.
enum RowCount {
    static func rows(of entry: Inbox.Entry) -> Int {
        guard let file = try? DelimitedFile(path: entry.path, name: entry.name) else { return 0 }
        var records = HeaderReader(file.reader, delimiter: file.format.delimiter.rawValue)
        guard (try? records.readLayout()) != nil else { return 0 }
        let parser = RecordParser(delimiter: file.format.delimiter.rawValue)
        var rows = 0
        while let batch = try? records.next() {
            rows += parser.texts(in: batch.storage.bytes).count { !$0.allSatisfy(\.isEmpty) }
        }
        return rows
    }
}
