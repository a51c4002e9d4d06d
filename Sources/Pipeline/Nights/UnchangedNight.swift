import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState
import WeirStudy

// A night on which nothing has changed.
extension NightlyMerge {
    /// The last night, when this one would be the same.
    func unchanged(_ night: inout NightInputs, _ ledger: Ledger) throws -> Night? {
        let inputs = night.digest(inForce: try inForce(ledger))
        guard !inputs.isEmpty, reinstated.isEmpty, let last = try ledger.nights(1).first, last.result != .nothing,
            last.inputs == inputs, hasReports(night)
        else { return nil }
        let folder = parent.appending(path: last.dataset)
        guard Publisher.current(in: parent) == last.dataset,
            Verifier(folder: folder, pinned: keys.signer.publicKey).verdict().isConsistent
        else {
            // A failing disk, or somebody's hand: whoever reads the line should know.
            night.remarks.append("the data set \(last.dataset) was not as it was sealed, and is made again")
            return nil
        }
        try ledger.carry(findingsOf: last.started, to: night.started)
        let summary = last.result == .unchanged ? last.summary : "nothing changed, " + last.summary
        try ledger.note(
            NightEntry(
                started: night.started, ended: clock(), result: .unchanged, dataset: last.dataset, rows: last.rows,
                summary: summary, inputs: last.inputs, countries: last.countries))
        return .unchanged(
            Unchanged(
                folder: folder, dataset: last.dataset, rows: last.rows,
                uploadedRows: last.countries.reduce(0) { $0 + $1.rows.values.reduce(0, +) },
                leftToDo: try open(ledger, night).count, summary: summary))
    }

    /// What the ledger knows to be left to do since this night.
    func open(_ ledger: Ledger, _ night: NightInputs) throws -> [Diagnostic] {
        let findings = try ledger.findings().filter { $0.last == night.started }.map(\.finding)
        let accepted = night.accepted.covered(findings)
        return findings.filter { $0.severity >= .open && !accepted.contains($0.standingName) }
    }

    /// A partner may have thrown her report away; the night writes it again.
    func hasReports(_ night: NightInputs) -> Bool {
        guard reportsToPartners, let inbox else { return true }
        return study.countries.filter { rules in night.entries.contains { $0.country == rules.country } }
            .allSatisfy { FileManager.default.fileExists(atPath: PartnerReports.place(of: $0, in: inbox).path) }
    }
}
