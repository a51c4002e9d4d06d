import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

// The rows of those who withdrew go out of the data sets: one that holds a row is deleted as a whole.
extension WithdrawalWork {
    /// Searches the data sets of which it is not known that they hold nobody. The chain keeps the roots of deleted ones, so
    /// that it still verifies.
    func deleteDataSets(
        _ withdrawn: Withdrawals, waiting: Withdrawals, _ done: inout Done
    ) throws {
        let names = Set(withdrawn.all.map(\.text))
        let folders = try self.folders
        // What lies under the name of one and is another was never searched.
        let searched = try ledger.searchedDataSets().filter { isAsKnown($0.key) }
        let ours = folders.filter { searched[$0] != .forAll && isOurs($0) }
        // Of one that is known, only those matter who withdrew since.
        let changed = try (all: changed(withdrawn.countries), waiting: changed(waiting.countries))
        done.underOtherNames = ours.filter { name in
            let dataset = parent.appending(path: name)
            if searched[name] == nil { return isUnderOtherNames(dataset, since: changed.all) }
            return !waiting.isEmpty && isUnderOtherNames(dataset, since: changed.waiting)
        }
        let others = folders.filter { searched[$0] != .forAll && !ours.contains($0) }
        done.unsealed = others.filter { finds(names, in: table(of: $0)) == true }
        done.unseen = others.filter {
            let isAsked = searched[$0] == .before || !waiting.isEmpty
            return isAsked && Publisher.isGiven($0) && !done.unsealed.contains($0)
        }
        done.dataSets = ours.filter { done.underOtherNames.contains($0) || holds(table(of: $0), names) }
        done.unreadable = done.dataSets.filter {
            !done.underOtherNames.contains($0) && finds(names, in: table(of: $0)) == nil
        }
        if let current = Publisher.current(in: parent), done.dataSets.contains(current) {
            try Publisher.removeLink(in: parent)
        }
        for folder in done.dataSets { try Publisher.remove(folder, in: parent) }
        // One that cannot be looked into now may hold anybody who ever withdrew, once it can.
        let known = Set(folders.filter { searched[$0] == .forAll }).union(ours).subtracting(done.dataSets)
        try ledger.noteSearched(all: known.sorted())
    }

    /// Whether a folder still holds the data set of its name, as far as its crate tells. What somebody gave another name is
    /// theirs.
    private func isAsKnown(_ folder: String) -> Bool {
        guard Publisher.isGiven(folder) else { return true }
        let place = parent.appending(path: folder)
        let crate = (try? String(contentsOf: place.appending(path: Crate.fileName), encoding: .utf8)) ?? ""
        let table = table(of: folder).resolvingSymlinksInPath()
        // Nothing to look into, as where its disk is away.
        guard let size = try? FileManager.default.attributesOfItem(atPath: table.path)[.size] as? Int else {
            return Crate.dataset(in: crate).map { $0 == folder } ?? true
        }
        return Crate.dataset(in: crate) == folder && size == Crate.size(of: Self.table, in: crate)
    }

    /// The name of the data set or release that a folder holds, as its crate tells.
    func held(in folder: URL) -> String? {
        (try? String(contentsOf: folder.appending(path: Crate.fileName), encoding: .utf8)).flatMap(Crate.dataset)
    }

    /// When the platform of one of the countries was changed last.
    private func changed(_ countries: [CountryCode]) throws -> Date? {
        try countries.compactMap { try ledger.platform(of: $0)?.since }.max()
    }

    /// What has no seal, or neither table nor crate, is no data set of ours, and is not ours to delete. What has no data yet
    /// may be on its way back from a backup.
    private func isOurs(_ folder: String) -> Bool {
        let place = parent.appending(path: folder)
        guard isThere(Sums.fileName, in: place) else { return false }
        // On another disk the seal goes last.
        if Publisher.isLink(place) { return true }
        return [Self.table, Crate.fileName].contains { isThere($0, in: place) } && isThere("data", in: place)
    }

    private var parent: URL { DataSetDraft.parent(of: study, below: output) }

    /// The data sets, by their names.
    private var folders: [String] {
        get throws {
            guard FileManager.default.fileExists(atPath: parent.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: parent.path).filter {
                !$0.hasPrefix(".") && $0 != "current" && !Publisher.leadsBeside($0, in: parent)
            }.sorted()
        }
    }

    private static let table = "data/merged.csv.gz"

    private func table(of folder: String) -> URL { parent.appending(path: folder).appending(path: Self.table) }

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
    private func holds(_ table: URL, _ names: Set<String>) -> Bool { finds(names, in: table) ?? true }

    /// Whether a table has a row of one of these names; nil when it is not there or cannot be read.
    func finds(_ names: Set<String>, in table: URL) -> Bool? {
        guard FileManager.default.fileExists(atPath: table.path), var scan = try? RecordScan(table) else { return nil }
        var isFound = false
        scan.forEach { bytes, cells in
            if let first = cells.first, names.contains(first.text(in: bytes)) { isFound = true }
        }
        return isFound
    }
}
