import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

// The rows of those who withdrew go out of the data sets: one that holds a row is deleted as a whole.
extension WithdrawalWork {
    /// Deletes the data sets that hold somebody, and notes those that hold nobody. The chain keeps the roots of deleted ones,
    /// so that it still verifies.
    func deleteDataSets(
        _ withdrawn: Withdrawals, waiting: Withdrawals, _ done: inout Done
    ) throws {
        let search = try search(withdrawn, waiting: waiting)
        done.underOtherNames = search.ours.filter(search.underOtherNames.contains)
        // One that cannot be read may hold whoever withdraws now. On any other night it may be on its way back.
        done.unreadable =
            waiting.isEmpty ? [] : search.ours.filter { search.cannotBeRead($0) && isOfThisStudy($0) }
        done.dataSets = search.ours.filter {
            search.found[$0] == true || done.underOtherNames.contains($0) || done.unreadable.contains($0)
        }
        done.unsealed = search.others.filter { search.found[$0] == true }
        done.unseen = search.open.filter {
            search.isUnsettled.contains($0) && !done.dataSets.contains($0)
                || search.cannotBeRead($0) && !done.unreadable.contains($0)
                    && (search.isAsked.contains($0)
                        || !waiting.isEmpty && (Publisher.isGiven($0) || search.links.contains($0)))
        }
        done.linked = search.links.filter { search.found[$0] == true || search.underOtherNames.contains($0) }
            .map { Elsewhere(name: $0, place: Publisher.target(of: parent.appending(path: $0)) ?? "") }
        try delete(&done)
        let searched = search.ours.filter { search.found[$0] == false && !search.isUnsettled.contains($0) }
        try ledger.noteSearched(all: Set(search.known + searched).sorted())
    }

    /// What was found in the folders beside each other.
    private struct Search {
        /// Those that were searched for all who ever withdrew.
        var known: [String] = []
        /// The others.
        var open: [String] = []
        /// Data sets, as name and crate tell, that may be deleted.
        var ours: [String] = []
        /// What lies elsewhere.
        var links: [String] = []
        /// What has no seal, or is no data set.
        var others: [String] { open.filter { !ours.contains($0) && !links.contains($0) } }
        /// Where a row was found, or none; not what could not be read.
        var found: [String: Bool] = [:]
        var underOtherNames: [String] = []
        /// Those that have to be looked into though nobody withdraws now.
        var isAsked: [String] = []
        /// Those of which crate, seal or signature are not there yet: whose names they have, nobody can tell.
        var isUnsettled: [String] = []

        func cannotBeRead(_ folder: String) -> Bool { found[folder] == nil && !underOtherNames.contains(folder) }
    }

    /// Searches the data sets of which it is not known that they hold nobody.
    private func search(_ withdrawn: Withdrawals, waiting: Withdrawals) throws -> Search {
        // What lies under the name of one and is another was never searched.
        let searched = try ledger.searchedDataSets().filter { isAsKnown($0.key) }
        let folders = try self.folders
        var search = Search()
        search.known = folders.filter { searched[$0] == .forAll }
        search.open = folders.filter { searched[$0] != .forAll }
        search.ours = search.open.filter(isOurs)
        search.links = search.open.filter { Publisher.isLink(parent.appending(path: $0)) }
        // What has a name of ours and no data yet is on its way back.
        search.isAsked = search.open.filter {
            let place = parent.appending(path: $0)
            return searched[$0] == .before || search.ours.contains($0)
                || Publisher.isGiven($0)
                    && (search.links.contains($0) || Publisher.isThere(place.appending(path: "data")))
        }
        search.isUnsettled = search.ours.filter { isUnsettled(parent.appending(path: $0)) }
        // Of one that is known, only those matter who withdrew since.
        let changed = try (all: changed(withdrawn.countries), waiting: changed(waiting.countries))
        search.underOtherNames = (search.ours + search.links).filter { name in
            let dataset = parent.appending(path: name)
            guard isOfThisStudy(name), !search.isUnsettled.contains(name) else { return false }
            if searched[name] == nil { return isUnderOtherNames(dataset, since: changed.all) }
            return !waiting.isEmpty && isUnderOtherNames(dataset, since: changed.waiting)
        }
        let names = Set(withdrawn.all.map(\.text))
        for folder in search.open where !search.underOtherNames.contains(folder) {
            search.found[folder] = finds(names, in: table(of: folder))
        }
        return search
    }

    private func delete(_ done: inout Done) throws {
        if let current = Publisher.current(in: parent), done.dataSets.contains(current) {
            try Publisher.removeLink(in: parent)
        }
        for folder in done.dataSets {
            let places = Publisher.targets(inside: parent.appending(path: folder))
            done.left += places.map { Elsewhere(name: folder, place: $0) }
            try Publisher.remove(folder, in: parent)
        }
    }

    /// Whether a folder still holds the data set of its name, as far as its crate tells. What somebody gave another name is
    /// theirs.
    private func isAsKnown(_ folder: String) -> Bool {
        guard Publisher.isGiven(folder) else { return true }
        let place = parent.appending(path: folder)
        let crate = crate(in: place)
        let table = table(of: folder).resolvingSymlinksInPath()
        // Nothing to look into, as where its disk is away.
        guard let size = try? FileManager.default.attributesOfItem(atPath: table.path)[.size] as? Int else {
            return Crate.dataset(in: crate).map { $0 == folder } ?? true
        }
        return Crate.dataset(in: crate) == folder && size == Crate.size(of: Self.table, in: crate)
    }

    /// The name of the data set or release that a folder holds, as its crate tells.
    func held(in folder: URL) -> String? { Crate.dataset(in: crate(in: folder)) }

    /// When the platform of one of the countries was changed last.
    private func changed(_ countries: [CountryCode]) throws -> Date? {
        try countries.compactMap { try ledger.platform(of: $0)?.since }.max()
    }

    /// What is behind a link, what has no seal, and what neither name nor crate tells to be a data set, is not ours to delete.
    /// What has no data yet may be on its way back from a backup.
    private func isOurs(_ folder: String) -> Bool {
        let place = parent.appending(path: folder)
        guard isThere(Sums.fileName, in: place), isThere("data", in: place), !Publisher.isLink(place) else {
            return false
        }
        return Publisher.isGiven(folder) && isThere(Self.table, in: place) || Crate.isOfDataSet(crate(in: place))
    }

    /// What has another name may be of another study, which has other keys.
    private func isOfThisStudy(_ name: String) -> Bool {
        Publisher.isGiven(name) || isInChain(parent.appending(path: name))
    }

    /// Whether the study's own merges made what is in a folder.
    func isInChain(_ folder: URL) -> Bool {
        guard let link = Crate.link(in: crate(in: folder)) else { return false }
        return (try? Chain(in: state.root))?.holds(link) ?? false
    }

    func crate(in folder: URL) -> String {
        (try? String(contentsOf: folder.appending(path: Crate.fileName), encoding: .utf8)) ?? ""
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
        let crate = crate(in: dataset)
        if let changed, let ended = Crate.ended(in: crate), ended.prefix(19) <= changed.formatted(.iso8601).prefix(19) {
            return true
        }
        return Crate.link(in: crate) != nil
            && !keys.signer.publicKey.accepts(text(Sums.fileName + ".sig"), of: Array(text(Sums.fileName).utf8))
    }

    /// Whether crate, seal or signature are missing or half, as in what is on its way back from a backup.
    private func isUnsettled(_ dataset: URL) -> Bool {
        func text(_ name: String) -> String {
            (try? String(contentsOf: dataset.appending(path: name), encoding: .utf8)) ?? ""
        }
        return !Crate.isWhole(crate(in: dataset)) || !text(Sums.fileName).hasSuffix("\n")
            || text(Sums.fileName + ".sig").isEmpty
    }

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
