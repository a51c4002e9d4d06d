import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirRedact
import WeirState
import WeirStudy

/// Takes the rows of those who withdrew out of everything the house holds: prepared parts, internal data sets, what is
/// remembered of releases. It can be stopped at any moment and finishes with the next night.
struct WithdrawalWork {
    let study: Study
    let ledger: Ledger
    let state: StateFolder
    let output: URL
    let inbox: Inbox?
    let keys: StudyKeys
    /// Whether a row came back from a backup.
    var isAgain = false

    /// What was deleted, and what somebody has to be told.
    struct Done: Equatable {
        var dataSets: [String] = []
        /// Those of them that are from before a change of keys or of a platform: whether they held it, nobody can tell.
        var underOtherNames: [String] = []
        var releases: [ReleaseEntry] = []
        /// Releases that hold it and that the ledger, begun anew, does not know.
        var forgotten: [String] = []
        /// Uploads without which nobody can tell which decisions are about the answers that were taken out.
        var missing: [String] = []
        /// Whether a row came back from a backup, and is taken out once more.
        var isAgain = false
    }

    /// Does what is left to do.
    /// - Parameter tell: is told at once what was done, before the last rows go by which a stopped run would find again whom
    ///   to tell.
    func finish(telling tell: (Done) -> Void) throws {
        let waiting = try Withdrawals.unfinished(ledger)
        guard !waiting.isEmpty else { return }
        try Publisher.removeRemains(in: DataSetDraft.parent(of: study, below: output))
        try Publisher.removeDrafts(in: releases)
        try state.removeRemains()
        // Also of a country that the study does not cover any more.
        let hasCut = try waiting.countries.map { try cutParts(of: $0, waiting[$0]) }.contains(true)
        let names = Set(waiting.all.map(\.text))
        var done = Done()
        done.isAgain = isAgain
        try deleteDataSets(naming: names, of: waiting.countries, &done)
        let holding = try recallReleases(naming: names, &done)
        let finished = try waiting.countries.filter { country in
            // Nobody's decision came back with a row.
            let missing = isAgain ? [] : try forgetDecisions(of: country)
            done.missing += missing
            return missing.isEmpty
        }
        // A data set that came back and holds nobody is no matter.
        if !isAgain || !done.dataSets.isEmpty || !holding.isEmpty || hasCut { tell(done) }
        for id in holding { try drop(names, ofRelease: id) }
        // What cannot be finished today is finished by the first night that can.
        for country in finished { try ledger.noteFinished(waiting[country]) }
    }

    /// Forgets what people decided about answers that nobody in the uploads in force gave any more: a wording made in
    /// review has words of the answer.
    /// - Returns: the uploads in force that cannot be read in the inbox, without which nothing is forgotten: decisions about
    ///   others' answers must not go with them.
    private func forgetDecisions(of country: CountryCode) throws -> [String] {
        let decided = try ledger.decided(of: country)
        guard !decided.isEmpty else { return [] }
        // Of a country that the study has no longer, nobody can tell which decisions are about others.
        guard study.rules(for: country) != nil else {
            try ledger.forgetDecisions(on: decided)
            return []
        }
        let entries = try inbox?.entries(of: [country]).entries ?? []
        let inForce = try ledger.inForce(country)
        guard let inbox else { return inForce.map(\.file) }
        var reading = OpenAnswers(study: study, inbox: inbox, keys: keys, withdrawals: try Withdrawals(ledger))
        let given = try reading.given(in: country)
        let readable = Set(
            entries.filter { !reading.notReady.contains($0.name) }
                .compactMap { try? FileDigest(path: $0.path, name: $0.name).digest.hexadecimal })
        let missing = inForce.filter { !readable.contains($0.upload) }.map(\.file)
        guard missing.isEmpty else { return missing }
        try ledger.forgetDecisions(on: decided.filter { !given.contains($0) })
        return []
    }

    /// A part in force is written anew without the answers, because its upload may be gone. Any other part can be prepared
    /// again from its upload, or nobody needs it.
    /// - Returns: whether any part held somebody.
    private func cutParts(of country: CountryCode, _ withdrawn: Set<Pseudonym>) throws -> Bool {
        var accepted = try ledger.inForce(country)
        var hasCut = false
        for address in try state.parts() {
            guard let rows = try? rows(of: withdrawn, in: address, of: country), !rows.isEmpty else { continue }
            if let place = accepted.firstIndex(where: { stands($0, in: address) }) {
                accepted[place].part = try cut(address, withdrawn, rows)
                try ledger.setInForce(accepted, for: country)
            }
            try FileManager.default.removeItem(at: state.part(address))
            hasCut = true
        }
        return hasCut
    }

    /// Whether a part is an accepted upload's, or takes the place of one that is gone.
    private func stands(_ accepted: Ledger.Accepted, in address: String) -> Bool {
        if accepted.part == address { return true }
        let summary = try? PartReader.summary(of: state.part(address))
        return !state.hasPart(accepted.part) && summary?.upload == accepted.upload
    }

    /// The rows of a part whose respondents withdrew and whose account does not say so yet.
    private func rows(
        of withdrawn: Set<Pseudonym>, in address: String, of country: CountryCode
    ) throws -> Set<Int> {
        let part = try PartReader(state.part(address))
        guard part.summary.country == country.letters else { return [] }
        var rows: Set<Int> = []
        while let account = try part.nextAccount() {
            if withdrawn.contains(account.pseudonym), account.disposition != .withdrawn {
                rows.insert(Int(account.row))
            }
        }
        return rows
    }

    private func cut(_ address: String, _ withdrawn: Set<Pseudonym>, _ rows: Set<Int>) throws -> String {
        let fresh = Digest(of: ([address] + withdrawn.map(\.text).sorted()).joined(separator: " ")).hexadecimal
        let draft = state.part("." + fresh)
        try? FileManager.default.removeItem(at: draft)
        let part = try PartReader(state.part(address))
        let writer = try PartWriter(
            folder: draft, schema: study.schema, merged: study.dispositions.merged, words: RedactStage.words,
            withdrawn: withdrawn)
        try writer.append(part)
        let mentions = try ledger.mentions(of: address, without: rows)
        try writer.finish(part.summary, mentions: mentions)
        try ledger.note(mentions, of: fresh)
        try? FileManager.default.removeItem(at: state.part(fresh))
        try state.keep(draft, as: fresh)
        return fresh
    }

    /// The chain keeps the roots of deleted data sets, so that it still verifies.
    private func deleteDataSets(
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
    private var folders: [String] {
        get throws {
            guard FileManager.default.fileExists(atPath: parent.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: parent.path).filter {
                !$0.hasPrefix(".") && $0 != "current"
            }.sorted()
        }
    }

    /// Whether a row of somebody who withdrew may have come back with a part, a data set or a release's table from a backup.
    /// While a withdrawal is not finished, rows may stand there for another reason.
    func isUndone() throws -> Bool {
        let withdrawals = try Withdrawals(ledger)
        if try withdrawals.isEmpty || !Withdrawals.unfinished(ledger).isEmpty { return false }
        if try !ledger.searchedDataSets().isSuperset(of: folders) { return true }
        let names = Set(withdrawals.all.map(\.text))
        if try state.releasedTables.contains(where: { try holds(state.releasedTable($0), names) }) { return true }
        return try withdrawals.countries.contains { country in
            try state.parts().contains { address in
                guard let rows = try? rows(of: withdrawals[country], in: address, of: country) else { return false }
                return !rows.isEmpty
            }
        }
    }

    private static let table = "data/merged.csv.gz"

    private func isThere(_ name: String, in folder: URL) -> Bool {
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
    private func holds(_ table: URL, _ names: Set<String>) throws -> Bool {
        guard FileManager.default.fileExists(atPath: table.path) else { return true }
        guard var scan = try? RecordScan(table) else { return true }
        var isFound = false
        scan.forEach { bytes, cells in
            if let first = cells.first, names.contains(first.text(in: bytes)) { isFound = true }
        }
        return isFound
    }

    /// What was handed out cannot be taken back: the release is recalled, its rows are deleted here, and whoever has it
    /// has to be told. So is a release that does not tell the row and was made from a finer table that has it: the finer
    /// profile hides who is left anew, and must not hide what a release in force tells. A ledger that was begun anew does
    /// not know who got a release, and cannot recall it; its rows go all the same.
    /// - Returns: the tables that hold one of the names.
    private func recallReleases(naming names: Set<String>, _ done: inout Done) throws -> [String] {
        let entries = try ledger.releases()
        // One whose table is lost may hold anybody.
        let lost = entries.map(\.id).filter { !state.releasedTables.contains($0) }
        let holding =
            try lost + unknownReleases(beside: entries)
            + state.releasedTables.filter { try holds(state.releasedTable($0), names) }
        let known = entries.filter { holding.contains($0.id) }
        let made = Set(holding.map { String($0.prefix { $0 != "." }) }).subtracting(holding)
        let madeFrom = entries.filter { made.contains($0.id) }
        try recall(known, because: "an interview in it was withdrawn")
        try recall(madeFrom, because: "an interview in the table that it was made from was withdrawn")
        try RecalledReleases(of: study.name, below: output).show(ledger)
        done.releases = known + madeFrom
        done.forgotten = Set(holding).subtracting(known.map(\.id)).filter { !$0.contains(".") }.sorted()
        return holding
    }

    /// Releases of which the memory has neither entry nor table: one from before it was made or put back.
    private func unknownReleases(beside entries: [ReleaseEntry]) throws -> [String] {
        let known = Set(entries.map(\.id)).union(state.releasedTables)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: releases.path)) ?? []
        return names.sorted().filter { name in
            let place = releases.appending(path: name)
            return !name.hasPrefix(".") && !known.contains(name) && isThere(Sums.fileName, in: place)
                && isThere("data", in: place)
        }
    }

    private func recall(_ entries: [ReleaseEntry], because reason: String) throws {
        for entry in entries where entry.recalled == nil { _ = try ledger.recall(entry.id, reason: reason) }
    }

    private var releases: URL { output.appending(path: "releases").appending(path: study.name) }

    /// Takes the rows of a release out of the house. What cannot be deleted stops the work: the next night goes on with it.
    private func drop(_ names: Set<String>, ofRelease id: String) throws {
        let data = releases.appending(path: id).appending(path: "data")
        if FileManager.default.fileExists(atPath: data.path) { try FileManager.default.removeItem(at: data) }
        try drop(names, from: state.releasedTable(id))
    }

    /// The rest of the table stays, because later releases have to keep to it.
    private func drop(_ names: Set<String>, from table: URL) throws {
        guard FileManager.default.fileExists(atPath: table.path) else { return }
        let lines = String(decoding: try Data(contentsOf: table), as: UTF8.self).split(separator: "\n")
        let kept = lines.filter { line in !names.contains(String(line.prefix { $0 != "," })) }
        try Data((kept.joined(separator: "\n") + "\n").utf8).write(to: table, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: table.path)
    }
}
