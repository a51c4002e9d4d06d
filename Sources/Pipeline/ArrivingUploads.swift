import Foundation
import WeirCore
import WeirKeys
import WeirReport

/// Tells uploads that somebody is still copying, so that no half is merged: files that changed a moment ago are looked at
/// twice. Files that are older, or that are known by their digest, cost no time.
struct ArrivingUploads {
    /// What copying changes.
    private struct Look: Equatable {
        var size: Int
        var changed: Date

        init?(_ path: String) {
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path), let size = facts[.size] as? Int,
                let changed = facts[.modificationDate] as? Date
            else { return nil }
            self.size = size
            self.changed = changed
        }
    }

    /// Seconds after which a file that did not change is at rest.
    private static let youth = 10.0
    /// Between two looks. Whoever copies a file writes many times a second.
    private static let pause = Duration.milliseconds(200)

    private let entries: [Inbox.Entry]
    private var young: [Int: Look] = [:]
    private let looked = ContinuousClock.now

    /// Looks for the first time.
    init(_ entries: [Inbox.Entry], now: Date = Date()) {
        self.entries = entries
        for (index, entry) in entries.enumerated() {
            guard let look = Look(entry.path), now.timeIntervalSince(look.changed) < Self.youth else { continue }
            young[index] = look
        }
    }

    /// Looks again, and takes out what changed since, or changed while it was digested.
    /// - Parameters:
    ///   - files: of the entries, in their order.
    ///   - known: digests of uploads that are known to be whole.
    func wait(
        for files: [Result<FileDigest, any Error>], known: Set<String>,
        pausing pause: (Duration) -> Void = { usleep(UInt32($0 / .microseconds(1))) }
    ) -> [Result<FileDigest, any Error>] {
        let watched = young.filter { index, _ in
            (try? files[index].get()).map { !known.contains($0.digest.hexadecimal) } ?? true
        }
        let rest = Self.pause - (ContinuousClock.now - looked)
        if !watched.isEmpty, rest > .zero { pause(rest) }
        return files.enumerated().map { index, file in
            let hasChanged = watched[index].map { $0 != Look(entries[index].path) } ?? false
            return hasChanged ? .failure(Diagnostic(.fileArriving, at: Place(file: entries[index].name))) : file
        }
    }
}

extension UploadRecord {
    /// Whether somebody is still copying its file.
    var isArriving: Bool { findings.contains { $0.code == .fileArriving } }

    /// Takes a file that changed while it was read for one that is still copied. Nothing is told of its half, which depends
    /// on the moment.
    mutating func awaitIfChanging() {
        guard findings.contains(where: { $0.code == .fileChanged || $0.code == .fileArriving }) else { return }
        findings = [Diagnostic(.fileArriving, at: Place(file: file))]
        digest = nil
        state = .notReady
    }
}
