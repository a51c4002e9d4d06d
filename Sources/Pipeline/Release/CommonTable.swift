import Foundation
import WeirCore
import WeirState
import WeirStudy

/// Whoever has two releases joins their rows by the answers that both tell. Then a cell that one hides stands in the other,
/// unless one is made from the other's table: the profiles of a study form one line, which begins with the one without
/// `from`.
extension ReleaseRules {
    /// The releases that stand beside the line of a profile: beside them nothing of it can leave.
    /// - Parameter entries: what was released, recalled or not, because nobody can make others forget.
    /// - Returns: a sentence for each profile of such releases.
    func madeApart(_ profile: ReleaseProfile, beside entries: [ReleaseEntry]) -> [String] {
        let line = (finer(than: profile) + [profile]).map(\.name)
        var told: Set<String> = []
        return entries.compactMap { entry in
            guard !entry.id.contains(".") else { return nil }
            // The tables that a release was made from have its name, and their profile's behind a point.
            let made = entries.filter { $0.id.hasPrefix("\(entry.id).") }.map(\.profile) + [entry.profile]
            let isOfOneTable = made.contains(line[0])
            let isInLine = line.contains(entry.profile) || made.contains(profile.name)
            guard !(isOfOneTable && isInLine), told.insert(entry.profile).inserted else { return nil }
            let missed = isOfOneTable ? profile.name : line[0]
            let remedy =
                entry.profile == profile.name
                ? "Put release/profiles.yaml back so that \(entry.profile) is made as it was then"
                : "Make \(missed) `from: \(entry.profile)` in release/profiles.yaml, or release under \(entry.profile)"
            return
                "release \(entry.id) of \(entry.profile) is out\(entry.recalled == nil ? "" : " and recalled"), and was not made "
                + "from the table of \(missed): whoever has both can join their rows, and reads in one what the other hides. "
                + remedy
        }
    }
}
