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
        guard !inputs.isEmpty, reinstated.isEmpty, acceptedPlatforms.isEmpty, let last = try ledger.nights(1).first,
            last.result != .nothing,
            last.inputs == inputs, partners?.stand(of: Set(night.entries.map(\.country))) ?? true
        else { return nil }
        let folder = parent.appending(path: last.dataset)
        guard try isAsSealed(folder) else {
            // A failing disk, or somebody's hand: whoever reads the line should know.
            night.remarks.append("the data set \(last.dataset) was not as it was sealed, and is made again")
            if let place = Publisher.target(of: folder) {
                night.remarks.append("what lies in \(place), where its name led, stays: delete it")
            }
            return nil
        }
        guard Publisher.current(in: parent) == last.dataset else {
            night.remarks.append("the link current did not lead to the last data set \(last.dataset), and is put right")
            return nil
        }
        try partners?.handReceipts()
        try ledger.carry(findingsOf: last.started, to: night.started)
        // What was remarked of that night is not of this one.
        let stands = String(last.summary.prefix { $0 != ";" })
        let line = last.result == .unchanged ? stands : "nothing changed, " + stands
        let summary = ([line] + night.remarks).joined(separator: "; ")
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

    /// Whether a data set is as it was sealed, and no other one under its name.
    private func isAsSealed(_ folder: URL) throws -> Bool {
        guard Verifier(folder: folder, pinned: keys.signer.publicKey).verdict().isConsistent else { return false }
        let crate = try String(contentsOf: folder.appending(path: Crate.fileName), encoding: .utf8)
        return Crate.dataset(in: crate) == folder.lastPathComponent
    }

    /// What the ledger knows to be left to do since this night.
    func open(_ ledger: Ledger, _ night: NightInputs) throws -> [Diagnostic] {
        let findings = try ledger.findings().filter { $0.last == night.started }.map(\.finding)
        let accepted = night.accepted.covered(findings)
        return findings.filter { $0.severity >= .open && !accepted.contains($0.standingName) }
    }

    /// What is put into the partners' folders; nil when nothing is.
    var partners: PartnerFiles? {
        reportsToPartners ? inbox.map { PartnerFiles(study: study, inbox: $0, state: state) } : nil
    }
}
