import Foundation
import WeirCore
import WeirKeys
import WeirReport
import WeirState
import WeirStudy

// What is remembered and told of a night.
extension NightlyMerge {
    func remember(
        _ uploads: Uploads, _ ledger: Ledger, _ dataset: DataSetDraft.Written, _ night: NightInputs
    ) throws {
        // Before the night is noted as done: one that stops in between works again, and would else be unchanged.
        try PlatformChanged.note(
            ledger, study, uploads.all.compactMap(\.summary), started: night.started, ended: clock())
        try ledger.noteSearched(dataset.folder.lastPathComponent)
        try note(uploads, dataset.report, ledger, night, result: .published)
        // Where nobody finds an upload, the country's parts stay: one of them may be all that there is of it, or of a later one
        // that an older memory does not know.
        let short = Set(
            study.countries.map(\.country).filter { country in
                uploads.countries[country]?.records.contains { $0.isOnlyTonight && $0.part == nil } ?? false
            }.map(\.letters))
        let left =
            try short.isEmpty
            ? []
            : state.parts().filter {
                (try? PartReader.summary(of: state.part($0))).map { short.contains($0.country) } ?? false
            }
        let parts = uploads.all.compactMap(\.part) + (try ledger.partsInForce()) + left
        try state.keepParts(Set(parts))
        try ledger.keepMentions(of: Set(parts))
    }

    /// A night whose inputs change while it works is noted with those that it began with, and the next one works again.
    func note(
        _ uploads: Uploads, _ report: RunReport, _ ledger: Ledger, _ night: NightInputs, result: NightEntry.Result
    ) throws {
        // A carried part that was refused may be repaired in a file that its label does not show, so the next night looks.
        let isRefusing = uploads.all.contains { $0.tonight.contains { $0.code == .partForeign } }
        // What was accepted last is never forgotten for want of something newer.
        let accepted = uploads.countries.mapValues(\.accepted).filter { !$0.value.isEmpty }
        let standing = try study.countries.map { rules in
            try (rules.country, accepted[rules.country].map(Ledger.ordered) ?? ledger.inForce(rules.country))
        }
        try ledger.note(
            NightEntry(
                started: night.started, ended: clock(), result: result, dataset: report.dataset, rows: report.rows,
                summary: summary(uploads, night),
                inputs: isRefusing ? "" : night.digest(inForce: standing.flatMap(\.1)),
                countries: try standing.compactMap { country, inForce in
                    guard let uploads = uploads.countries[country] else { return nil }
                    var stood = CountryNight(uploads, report, merged: study.dispositions.merged)
                    stood.basis = try .init(of: country, inForce: inForce, night, study, keys)
                    return stood
                }), findings: report.findings, inForce: accepted)
    }

    func outcome(_ uploads: Uploads, _ dataset: DataSetDraft.Written, _ night: NightInputs) -> Outcome {
        var timings = StageTimings()
        for part in uploads.timings { timings.merge(part) }
        return Outcome(
            report: dataset.report, folder: dataset.folder, summary: summary(uploads, night), timings: timings,
            unreported: uploads.unreported, open: open(dataset.report, night))
    }

    func open(_ report: RunReport, _ night: NightInputs) -> [Diagnostic] {
        let accepted = night.accepted.covered(report.findings)
        return report.findings.filter { $0.severity >= .open && !accepted.contains($0.standingName) }
    }

    func summary(_ uploads: Uploads, _ night: NightInputs) -> String {
        let line = NightSummary.line(
            study.countries.compactMap { uploads.countries[$0.country] }, uploads.all,
            accepted: night.accepted.covered(uploads.all.flatMap(\.told)))
        return ([line] + night.remarks).joined(separator: "; ")
    }
}
