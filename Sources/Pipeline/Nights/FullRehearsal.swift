import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

// A night once more, with every upload prepared anew, to see whether it comes to the same bytes.
extension NightlyMerge {
    /// Works through the night, and once more out of sight with every upload of the inbox prepared anew: both must come
    /// to the same bytes.
    /// - Throws: as `run`; `Refusal.fullDiffers`.
    public func runFully() throws -> Outcome {
        try locked { ledger in
            let night = try begin(ledger)
            let full = try rehearse()
            let outcome = try work(night, ledger)
            let sums = try Sums(of: outcome.folder).digests
            let files = Set(sums.keys).union(full.keys).filter { sums[$0] != full[$0] }.sorted()
            guard files.isEmpty else {
                try dropParts(night, ledger)
                throw Refusal.fullDiffers(files)
            }
            return outcome
        }
    }

    /// What was prepared from today's inbox can be prepared again; of an upload that is gone only its part is left.
    func dropParts(_ night: NightInputs, _ ledger: Ledger) throws {
        let here = Set(night.files.compactMap { try? $0.get().digest.hexadecimal })
        try state.keepParts(Set(try inForce(ledger).filter { !here.contains($0.upload) }.map(\.part)))
    }

    /// The same night in a copy of the memory, and below a hidden folder; its bytes by file.
    func rehearse() throws -> [String: Digest] {
        let place = parent.appending(path: Publisher.rehearsal)
        let files = FileManager.default
        // What one that was killed left would be taken for its data sets.
        if files.fileExists(atPath: place.path) { try files.removeItem(at: place) }
        try files.createDirectory(at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: place) }
        progress("preparing every upload anew")
        return try state.withCopy { copy in
            var night = try NightlyMerge(
                study: study, inbox: inbox?.root, parts: parts, output: place, state: copy.root, keys: keys,
                reinstated: reinstated, formats: formats, pieceSize: pieceSize, clock: clock, progress: progress)
            night.preparesAnew = true
            night.acceptedPlatforms = acceptedPlatforms
            return try Sums(of: try night.run().folder).digests
        }
    }
}
