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

    /// Why somebody is told something.
    enum Occasion {
        /// Somebody withdraws.
        case withdrawal
        /// Nobody withdrew anew: a row came back from a backup, and is taken out once more.
        case cameBack
        /// Nothing was taken out: a row lies, or may lie, in what is not ours, or cannot be looked into.
        case notOurs
    }

    /// Something that lies where a link leads.
    struct Elsewhere: Equatable {
        /// The link's name, or that of the folder it stood in.
        var name: String
        /// What it leads to.
        var place: String
    }

    /// What was deleted, and what somebody has to be told.
    struct Done: Equatable {
        var dataSets: [String] = []
        /// Those of them that are from before a change of keys or of a platform: whether they held it, nobody can tell.
        var underOtherNames: [String] = []
        /// Folders beside data sets and releases that hold it, or may, and of which nobody can tell what they are: they are
        /// not ours to delete.
        var unsealed: [String] = []
        /// Links beside data sets and releases behind which a row lies, or may lie. What is behind a link is not ours to
        /// delete.
        var linked: [Elsewhere] = []
        /// What links in deleted folders led to.
        var left: [Elsewhere] = []
        var releases: [ReleaseEntry] = []
        /// Data sets that could not be looked into: the first night that can does.
        var unseen: [String] = []
        /// Those of them whose table could not be read: they may have held it.
        var unreadable: [String] = []
        /// Folders of releases that held what was recalled, under another release's name or one of somebody's own.
        var exchanged: [String] = []
        /// Releases that hold it and that the ledger, begun anew, does not know.
        var forgotten: [String] = []
        /// Uploads without which nobody can tell which decisions are about the answers that were taken out.
        var missing: [String] = []

        /// What is told every night until somebody saw to it.
        var notOurs: [String] { unsealed + unseen + linked.map(\.name) }

        var occasion = Occasion.notOurs
    }

    /// Does what is left to do, and looks whether a row came back with a part, a data set or a release from a backup.
    /// - Parameter tell: is told at once what was done, before the last rows go by which a stopped run would find again whom
    ///   to tell.
    func finish(telling tell: (Done) -> Void) throws {
        let withdrawn = try Withdrawals(ledger)
        guard !withdrawn.isEmpty else { return }
        let waiting = try Withdrawals.unfinished(ledger)
        try Publisher.removeRemains(in: DataSetDraft.parent(of: study, below: output))
        try Publisher.removeRemains(in: releases)
        try state.removeRemains()
        // Also of a country that the study does not cover any more.
        let hasCut = try withdrawn.countries.map { try cutParts(of: $0, withdrawn[$0]) }.contains(true)
        let names = Set(withdrawn.all.map(\.text))
        var done = Done()
        try deleteDataSets(withdrawn, waiting: waiting, &done)
        let holding = try recallReleases(naming: names, isWaiting: !waiting.isEmpty, &done)
        try dropExchangedReleases(holding: holding, &done)
        done.linked += try linkedReleases(holding: holding)
        done.unsealed += try doubtfulReleases()
        done.left += holding.flatMap(linksInside)
        let finished = try waiting.countries.filter { country in
            let missing = try forgetDecisions(of: country)
            done.missing += missing
            return missing.isEmpty
        }
        if !waiting.isEmpty {
            done.occasion = .withdrawal
        } else if hasCut || !done.dataSets.isEmpty || !holding.isEmpty || !done.exchanged.isEmpty {
            done.occasion = .cameBack
        }
        try state.note(rowsElsewhere: done.notOurs)
        if done.occasion != .notOurs || !done.notOurs.isEmpty { tell(done) }
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
            if isUnderOtherKeys(address, of: country) {
                // Nobody can tell who is in it, and no night can use it.
                try FileManager.default.removeItem(at: state.part(address))
                continue
            }
            guard let rows = try? rows(of: withdrawn, in: address, of: country), !rows.isEmpty else { continue }
            if let place = accepted.firstIndex(where: { stands($0, in: address) }) {
                if let part = try cutUnlessDamaged(address, withdrawn, rows) { accepted[place].part = part }
                try ledger.setInForce(accepted, for: country)
            }
            try drop(address, isInForce: accepted.contains { $0.part == address })
            hasCut = true
        }
        return hasCut
    }

    /// Deletes a part. Of one that stays in force for want of another, the empty folder stays: that is a damaged part to a
    /// night, which must not go on without the country as if nobody had sent anything, wherever this was stopped.
    private func drop(_ address: String, isInForce: Bool) throws {
        let part = state.part(address)
        guard isInForce else { return try FileManager.default.removeItem(at: part) }
        for file in try FileManager.default.contentsOfDirectory(at: part, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: file)
        }
    }

    private func isUnderOtherKeys(_ address: String, of country: CountryCode) -> Bool {
        guard let summary = try? PartReader.summary(of: state.part(address)) else { return false }
        return summary.country == country.letters && summary.keys.map { $0 != keys.fingerprint.hexadecimal } ?? false
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

    /// A part without the rows; nil for a damaged one, which no night can use: it is prepared anew from its upload. Where
    /// that is gone, the night names it; what else the house holds must not wait for it.
    private func cutUnlessDamaged(
        _ address: String, _ withdrawn: Set<Pseudonym>, _ rows: Set<Int>
    ) throws -> String? {
        do { return try cut(address, withdrawn, rows) } catch is PartReader.Damage { return nil }
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
}
