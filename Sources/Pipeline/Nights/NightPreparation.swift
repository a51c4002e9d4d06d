import Foundation
import WeirCore
import WeirState
import WeirStudy

// From the inbox to prepared uploads, of which some are in force.
extension NightlyMerge {
    /// What became of the inbox.
    struct Uploads {
        var all: [UploadRecord] = []
        /// What only this night can tell.
        var tonight: [Diagnostic] { all.flatMap(\.tonight) }
        var countries: [CountryCode: CountryUploads] = [:]
        var timings: [StageTimings] = []
        var unreported: [CountryCode] = []
    }

    func prepareAll(_ night: NightInputs, _ ledger: Ledger, _ damaged: Set<String>) throws -> Uploads {
        var preparation = Preparation(
            study: study, keys: keys, state: state, ledger: ledger, program: night.program, flow: flow,
            review: night.review, pieceSize: pieceSize, damaged: damaged)
        preparation.preparesAnew = preparesAnew
        preparation.withdrawals = night.withdrawals
        defer { preparation.discardDrafts() }
        var uploads = Uploads()
        let carried = try parts.map { try CarriedUploads(in: $0, taking: &preparation) }
        uploads.all = night.foreign.map(UploadRecord.init) + (carried?.refused ?? [])
        try preparation.draftAhead(
            zip(night.entries, night.files).compactMap { entry, file in (try? file.get()).map { (entry, $0) } })
        for rules in study.countries {
            var country = CountryUploads(rules: rules)
            for (entry, file) in zip(night.entries, night.files) where entry.country == rules.country {
                try country.add(entry, file, of: study) { try preparation.prepare(entry, $0) }
            }
            country.add(carried?.taken ?? [], of: study)
            if night.unreadable.contains(rules.country) { country.addUnreadable() }
            try country.decide(
                accepted: try ledger.inForce(rules.country), isReinstating: reinstated.contains(rules.country),
                takesOthers: acceptedPlatforms.contains(rules.country), state: state, preparation, now: clock())
            uploads.all += country.records
            uploads.countries[rules.country] = country
            progress(
                "\(rules.name): \(country.records.count) \(country.records.count == 1 ? "upload" : "uploads") looked at"
            )
        }
        if let inbox, parts == nil, night.entries.isEmpty, night.unreadable.isEmpty,
            uploads.countries.values.contains(where: { !$0.accepted.isEmpty })
        {
            uploads.all.append(UploadRecord(allAwayFrom: inbox))
        }
        uploads.timings.append(preparation.timings)
        return uploads
    }

    /// Works again as often as another part is found damaged; it is then prepared again from its upload.
    func mending<Result>(_ work: (Set<String>) throws -> Result) throws -> Result {
        var damaged: Set<String> = []
        while true {
            do { return try work(damaged) } catch let damage as PartReader.Damage {
                // A disk that spoils what was just written is beyond mending.
                guard damaged.insert(damage.address).inserted else {
                    let place = Place(file: "parts/\(damage.address)")
                    throw Refusal.partDamaged(Diagnostics([Diagnostic(.partDamaged, at: place)]))
                }
                progress("a prepared part is damaged and prepared again")
            }
        }
    }

    /// - Returns: the countries whose folder takes no report. An inbox that nobody may write to is no reason for a night
    ///   without a data set.
    func tellPartners(_ uploads: Uploads, _ inbox: Inbox) throws -> [CountryCode] {
        let reports = try PartnerReports(study: study, inbox: inbox.root)
        return try study.countries.map(\.country).filter { country in
            let records = uploads.countries[country]?.records ?? []
            // A page about half a file would be wrong a moment later.
            if records.contains(where: \.isArriving) { return false }
            do { try reports.write(country, state: records.flatMap(\.told)) } catch is CocoaError { return true }
            return false
        }
    }
}
