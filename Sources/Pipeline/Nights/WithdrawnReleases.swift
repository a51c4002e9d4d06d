import Foundation
import WeirRecord
import WeirState
import WeirStudy

// Releases that hold a row of those who withdrew are recalled, and what the house has of it is deleted.
extension WithdrawalWork {
    /// What was handed out cannot be taken back: the release is recalled, its rows are deleted here, and whoever has it
    /// has to be told. So is a release that does not tell the row and was made from a finer table that has it: the finer
    /// profile hides who is left anew, and must not hide what a release in force tells. A ledger that was begun anew does
    /// not know who got a release, and cannot recall it; its rows go all the same.
    /// - Returns: the tables that hold one of the names.
    func recallReleases(naming names: Set<String>, isWaiting: Bool, _ done: inout Done) throws -> [String] {
        let entries = try ledger.releases()
        try noteDropped(of: entries)
        let holding =
            try (isWaiting ? lostReleases(of: entries) : []) + unknownReleases(beside: entries)
            + releasesThatCameBack(entries)
            + state.releasedTables.filter { try holds($0, names, isWaiting: isWaiting) }
        let known = entries.filter { holding.contains($0.id) }
        let made = Set(holding.map { String($0.prefix { $0 != "." }) }).subtracting(holding)
        let madeFrom = entries.filter { made.contains($0.id) }
        try recall(known, because: Ledger.withdrawn)
        try recall(madeFrom, because: "an interview in the table that it was made from was withdrawn")
        if !holding.isEmpty { try RecalledReleases(of: study.name, below: output).show(ledger, state) }
        done.releases = known + madeFrom
        done.forgotten = Set(holding).subtracting(known.map(\.id)).filter { !$0.contains(".") }.sorted()
        return holding
    }

    /// Whether the table of a release has a row of one of these names. One that is not as it was written may hold whoever
    /// withdraws now.
    private func holds(_ id: String, _ names: Set<String>, isWaiting: Bool) throws -> Bool {
        let found = finds(names, in: state.releasedTable(id))
        if found == true { return true }
        let isKnown = found != nil && state.isWhole(releasedTable: id) || state.droppedReleases.contains(id)
        return isWaiting && !isKnown
    }

    /// Releases whose table is lost: they may hold whoever withdraws now, unless they were made later.
    private func lostReleases(of entries: [ReleaseEntry]) throws -> [String] {
        let gone = Set(state.releasedTables).union(state.droppedReleases)
        guard let last = try ledger.lastWithdrawal() else { return [] }
        return entries.filter { !gone.contains($0.id) && $0.made <= last }.map(\.id)
    }

    /// Releases of which the memory has neither entry nor table: from before it was made or put back, and before the last
    /// withdrawal.
    private func unknownReleases(beside entries: [ReleaseEntry]) throws -> [String] {
        try folders.filter { try !isLink($0) && isUnknown($0, beside: entries) }
    }

    private func isUnknown(_ name: String, beside entries: [ReleaseEntry]) throws -> Bool {
        let known = Set(entries.map(\.id)).union(state.releasedTables)
        let place = releases.appending(path: name)
        guard isRelease(name), !known.contains(held(in: place) ?? name), isThere("data", in: place)
        else { return false }
        let last = try ledger.lastWithdrawal()?.formatted(.iso8601) ?? ""
        return (Crate.ended(in: crate(in: place)) ?? "").prefix(19) <= last.prefix(19)
    }

    /// What has another name than ours is ours where the study's own merges made what it was made from.
    private func isRelease(_ name: String) -> Bool {
        let place = releases.appending(path: name)
        guard Publisher.isGiven(name) else { return held(in: place) != nil && isInChain(place) }
        return held(in: place) != nil || isThere("data/released.csv.gz", in: place)
    }

    private func isLink(_ name: String) -> Bool { Publisher.isLink(releases.appending(path: name)) }

    /// What has a seal and data, and of which nobody can tell that it is a release of this study, nor that it is none.
    func doubtfulReleases() throws -> [String] {
        let known = Set(try ledger.releases().map(\.id)).union(state.releasedTables)
        return folders.filter { name in
            let place = releases.appending(path: name)
            return !isLink(name) && !isRelease(name) && !known.contains(held(in: place) ?? name)
                && isThere(Sums.fileName, in: place) && isThere("data", in: place)
        }
    }

    /// What the links inside a release lead to.
    func linksInside(_ id: String) -> [Elsewhere] {
        isLink(id)
            ? []
            : Publisher.targets(inside: releases.appending(path: id)).map { Elsewhere(name: id, place: $0) }
    }

    /// Releases whose rows were deleted for a withdrawal, and lie there again, or of which an older ledger does not know that
    /// they were recalled.
    private func releasesThatCameBack(_ entries: [ReleaseEntry]) -> [String] {
        state.droppedReleases.filter { id in
            let place = releases.appending(path: id)
            return isThere("data", in: place) && !Publisher.isLink(place)
                || entries.contains { $0.id == id && $0.recalled == nil }
        }
    }

    /// Links to what was recalled for a withdrawal, or to where nobody can look now.
    func linkedReleases(holding: [String]) throws -> [Elsewhere] {
        let gone = Set(state.droppedReleases).union(holding)
        let entries = try ledger.releases()
        return try folders.compactMap { name in
            let place = releases.appending(path: name)
            guard let target = Publisher.target(of: place) else { return nil }
            guard try gone.contains(held(in: place) ?? name) || isUnknown(name, beside: entries) else { return nil }
            let isAway = !FileManager.default.fileExists(atPath: place.path)
            return isAway || isThere("data", in: place) ? Elsewhere(name: name, place: target) : nil
        }
    }

    /// What lies where the releases are, by name.
    private var folders: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: releases.path)) ?? []
        return names.sorted().filter {
            !$0.hasPrefix(".") && $0 != "current" && !Publisher.leadsBeside($0, in: releases)
        }
    }

    /// What was recalled for a withdrawal and lies under another release's name, as after a backup was copied to the wrong
    /// place: the other one is not recalled for it. So do copies under names of somebody's own.
    func dropExchangedReleases(holding: [String], _ done: inout Done) throws {
        let dropped = Set(state.droppedReleases).union(holding)
        guard !dropped.isEmpty else { return }
        for name in folders where !holding.contains(name) {
            let place = releases.appending(path: name)
            guard !Publisher.isLink(place), isThere("data", in: place), let held = held(in: place), held != name,
                dropped.contains(held)
            else { continue }
            done.left += linksInside(name)
            try FileManager.default.removeItem(at: place.appending(path: "data"))
            done.exchanged.append(name)
        }
    }

    /// What an earlier program recalled for a withdrawal, and deleted.
    private func noteDropped(of entries: [ReleaseEntry]) throws {
        for entry in entries where entry.recalled == Ledger.withdrawn {
            let place = releases.appending(path: entry.id)
            if isThere(Sums.fileName, in: place), !isThere("data", in: place) {
                try state.noteDropped(release: entry.id)
            }
        }
    }

    private func recall(_ entries: [ReleaseEntry], because reason: String) throws {
        for entry in entries where entry.recalled == nil { _ = try ledger.recall(entry.id, reason: reason) }
    }

    var releases: URL { RecalledReleases.folder(of: study.name, below: output) }

    /// Takes the rows of a release out of the house. What cannot be deleted stops the work: the next night goes on with it.
    func drop(_ names: Set<String>, ofRelease id: String) throws {
        let place = releases.appending(path: id)
        // Under the name of the release, not under one that somebody gave its folder and may give another's.
        try state.noteDropped(release: Publisher.isGiven(id) || id.contains(".") ? id : held(in: place) ?? id)
        let data = place.appending(path: "data")
        if !Publisher.isLink(place), FileManager.default.fileExists(atPath: data.path) {
            try FileManager.default.removeItem(at: data)
        }
        try drop(names, fromTableOf: id)
    }

    /// The rest of the table stays, because later releases have to keep to it.
    private func drop(_ names: Set<String>, fromTableOf id: String) throws {
        let table = state.releasedTable(id)
        guard FileManager.default.fileExists(atPath: table.path) else { return }
        let lines = String(decoding: try Data(contentsOf: table), as: UTF8.self).split(separator: "\n")
        let kept = lines.filter { line in !names.contains(String(line.prefix { $0 != "," })) }
        try state.write(releasedTable: id, Data((kept.joined(separator: "\n") + "\n").utf8))
    }
}
