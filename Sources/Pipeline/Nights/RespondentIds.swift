import Foundation
import WeirCore
import WeirFormats
import WeirIngest
import WeirKeys
import WeirState
import WeirStudy

/// Finds a respondent by the id that a platform gave the interview: by the row of a file, or, where a partner took the row
/// out, by the names that the house may know them under.
struct RespondentIds {
    let study: Study
    let inbox: Inbox

    /// The rows of a file with an id; blanks do not matter.
    /// - Throws: `Withdrawal.Refusal.noIds`, `Diagnostics`, or what the file system says.
    func rows(with id: String, in entry: Inbox.Entry) throws -> Set<Int> {
        let wanted = Self.bytes(id)
        var rows: Set<Int> = []
        let hasIds = try read(entry, column: \.idColumn) { row, cell in
            if cell.filter({ $0 != 32 }) == wanted { rows.insert(row) }
        }
        guard hasIds else { throw Withdrawal.Refusal.noIds(entry.name) }
        return rows
    }

    /// All pseudonyms that an id may have in a country: under each of the study's platforms and the country's earlier ones,
    /// and under one collector, or each that a file of the country's in the inbox names.
    func names(
        of id: String, collector: String?, in country: CountryCode, earlier: Set<String>, under keys: StudyKeys
    ) throws -> RespondentNames {
        let collectors = try collector.map { [Array($0.utf8)] } ?? self.collectors(in: country)
        let ids: Set<[UInt8]> = [Array(id.utf8), Self.bytes(id)]
        let platforms = Set(study.countries.map(\.platform)).union(earlier).sorted()
        var names = RespondentNames()
        for id in ids {
            for collector in collectors {
                names.add(
                    platforms.map { platform in
                        let upload = keys.pseudonymiser.upload(country: country, platform: platform)
                        return collector.withUnsafeBytes { collector in
                            (platform, id.withUnsafeBytes { upload.pseudonym(collector: collector, id: $0) })
                        }
                    })
            }
        }
        return names
    }

    private func collectors(in country: CountryCode) throws -> Set<[UInt8]> {
        var collectors: Set<[UInt8]> = [[]]
        for entry in try inbox.entries(of: [country]).entries {
            // A file that cannot be read names no collector.
            _ = try? read(entry, column: \.collectorColumn) { _, cell in collectors.insert(cell) }
        }
        return collectors
    }

    private static func bytes(_ id: String) -> [UInt8] { id.utf8.filter { $0 != 32 } }

    /// Reads one column of a file.
    /// - Returns: whether the file has the column.
    private func read(
        _ entry: Inbox.Entry, column: KeyPath<Binding, Int?>, _ take: (Int, [UInt8]) -> Void
    ) throws -> Bool {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            return false
        }
        func open() throws -> TableFile {
            try TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        }
        var header = HeaderReader(try open(), file: entry.name)
        let (binding, _) = try Assembly.bind(try header.readLayout(), of: entry.name, crosswalk, rules, study)
        guard let column = binding[keyPath: column] else { return false }
        let file = try open()
        var records = Records(reader: file.reader, parser: RecordParser(delimiter: file.delimiter))
        var row = 0
        while try records.advance() {
            row += 1
            let record = records.record
            if column < record.count { take(row, Array(record[column])) }
        }
        return true
    }
}
