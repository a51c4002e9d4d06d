import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

// The rows of those who withdrew go out of the data sets: one that holds a row is deleted as a whole.
extension WithdrawalWork {
    /// The chain keeps the roots of deleted data sets, so that it still verifies.
    func deleteDataSets(
        naming names: Set<String>, of countries: [CountryCode], _ done: inout Done
    ) throws {
        let changed = try countries.compactMap { try ledger.platform(of: $0)?.since }.max()
        let folders = try self.folders
        // What stood here when the withdrawals were carried out before has been judged.
        let judged = isAgain ? try ledger.searchedDataSets() : []
        let unreadable = folders.filter {
            !judged.contains($0) && isUnderOtherNames(parent.appending(path: $0), since: changed)
        }
        let holding = try folders.filter { folder in
            let place = parent.appending(path: folder)
            // What has no seal, or neither table nor crate, is no data set of ours, and is not ours to delete.
            let isDataSet = [Self.table, Crate.fileName].contains { isThere($0, in: place) }
            let isOurs = isDataSet && isThere(Sums.fileName, in: place)
            return try isOurs && (unreadable.contains(folder) || holds(place.appending(path: Self.table), names))
        }
        if let current = Publisher.current(in: parent), holding.contains(current) {
            try Publisher.removeLink(in: parent)
        }
        done.dataSets = holding
        done.underOtherNames = holding.filter(unreadable.contains)
        for folder in holding { try Publisher.remove(folder, in: parent) }
        try ledger.noteSearched(all: folders.filter { !holding.contains($0) })
    }

    private var parent: URL { DataSetDraft.parent(of: study, below: output) }

    /// The data sets, by their names.
    var folders: [String] {
        get throws {
            guard FileManager.default.fileExists(atPath: parent.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: parent.path).filter {
                !$0.hasPrefix(".") && $0 != "current"
            }.sorted()
        }
    }

    static let table = "data/merged.csv.gz"

    func isThere(_ name: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    /// Whether it is a data set that is not signed by today's keys, or from before a country's platform was changed: it names
    /// everybody otherwise, and may hold anybody.
    private func isUnderOtherNames(_ dataset: URL, since changed: Date?) -> Bool {
        func text(_ name: String) -> String {
            (try? String(contentsOf: dataset.appending(path: name), encoding: .utf8)) ?? ""
        }
        let crate = text(Crate.fileName)
        if let changed, let ended = Crate.ended(in: crate), ended.prefix(19) <= changed.formatted(.iso8601).prefix(19) {
            return true
        }
        return Crate.link(in: crate) != nil
            && !keys.signer.publicKey.accepts(text(Sums.fileName + ".sig"), of: Array(text(Sums.fileName).utf8))
    }

    /// Whether a table has a row of one of these names. A table that cannot be read may hold anybody.
    func holds(_ table: URL, _ names: Set<String>) throws -> Bool {
        guard FileManager.default.fileExists(atPath: table.path) else { return true }
        guard var scan = try? RecordScan(table) else { return true }
        var isFound = false
        scan.forEach { bytes, cells in
            if let first = cells.first, names.contains(first.text(in: bytes)) { isFound = true }
        }
        return isFound
    }
}
