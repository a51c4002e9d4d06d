import WeirCore
import WeirFormats
import WeirIngest
import WeirKeys
import WeirStudy

/// A row of the inbox, and who it is by name.
struct RespondentRow {
    /// Which row of which file.
    struct RowPlace: Hashable {
        var file: String
        var row: Int
    }

    var country: CountryCode
    var place: RowPlace
    var pseudonym: Pseudonym
}

/// Names the rows of all files of an inbox, also of those that are not in force. A file that cannot be read names nobody.
struct RespondentRows {
    let study: Study
    let inbox: Inbox

    /// The rows that somebody asks for.
    /// - Throws: what the file system says.
    func read(under keys: StudyKeys, where isWanted: (RespondentRow) -> Bool) throws -> [RespondentRow] {
        var rows: [RespondentRow] = []
        for entry in try inbox.entries(of: Set(study.countries.map(\.country))).entries {
            do { try read(entry, keys) { if isWanted($0) { rows.append($0) } } } catch is Diagnostics {
                continue
            } catch is Diagnostic { continue }
        }
        return rows
    }

    private func read(_ entry: Inbox.Entry, _ keys: StudyKeys, _ take: (RespondentRow) -> Void) throws {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            return
        }
        let digested = try FileDigest(path: entry.path, name: entry.name)
        let file = try TableFile(
            digested.reopened(path: entry.path, name: entry.name), name: entry.name, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: entry.name)
        let layout = try records.readLayout(of: crosswalk)
        let stage = IngestStage(
            binding: try Assembly.bind(layout, of: entry.name, crosswalk, rules, study).0, delimiter: file.delimiter,
            encoding: file.encoding, rules: rules, pseudonymiser: keys.pseudonymiser, schema: study.schema,
            file: entry.name, upload: digested.digest)
        while let batch = try records.next() {
            let storage = try stage.process(batch).0.storage
            for (row, pseudonym) in zip(storage.sourceRows, storage.pseudonyms) {
                take(
                    RespondentRow(
                        country: entry.country, place: .init(file: entry.name, row: Int(row)), pseudonym: pseudonym))
            }
        }
    }
}
