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
            if let place = line.firstIndex(of: entry.profile), made != Array(line[...place]) {
                return told.insert(entry.profile).inserted ? moved(entry, made) : nil
            }
            let isOfOneTable = made.contains(line[0])
            let isInLine = line.contains(entry.profile) || made.contains(profile.name)
            guard !(isOfOneTable && isInLine), told.insert(entry.profile).inserted else { return nil }
            let missed = isOfOneTable ? profile.name : line[0]
            return
                "release \(entry.id) of \(entry.profile) is out\(entry.recalled == nil ? "" : " and recalled"), and was not made "
                + "from the table of \(missed): whoever has both can join their rows, and reads in one what the other hides. "
                + "Make \(missed) `from: \(entry.profile)` in release/profiles.yaml, or release under \(entry.profile)"
        }
    }

    /// A profile of the line has another place in it than when a release was made.
    /// - Parameter made: the profiles of that release, the finest first.
    private func moved(_ entry: ReleaseEntry, _ made: [String]) -> String {
        let before = [nil] + made.dropLast().map(Optional.some)
        let profiles = zip(made, before).compactMap { name, was in profile(named: name).map { (now: $0, was: was) } }
        guard let (now, was) = profiles.first(where: { $0.now.finer != $0.was }) else { return "" }
        let origin = { (finer: String?) in finer.map { "the table of \($0)" } ?? "the internal rows" }
        return
            "\(now.name) is made from \(origin(now.finer)), and was made from \(origin(was)) when release \(entry.id) of "
            + "\(entry.profile) was made: whoever has releases of both can join their rows, and reads in one what the other "
            + "hides. "
            + (was.map { "Put `from: \($0)` back for \(now.name) in release/profiles.yaml" }
                ?? "Take `from` out of \(now.name) in release/profiles.yaml")
    }

    /// The profiles that are made from one, in their order.
    func coarser(than profile: ReleaseProfile) -> [ReleaseProfile] {
        profiles.filter { finer(than: $0).contains { $0.name == profile.name } }
    }
}
