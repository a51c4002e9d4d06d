import WeirCore
import WeirState

/// Holds a data set against who withdrew: it may be older than a withdrawal, restored from a backup, or a withdrawal was
/// stopped halfway. Nobody who withdrew is released.
struct WithdrawnInterviews {
    private let withdrawn: Set<String>
    private let isUnfinished: Bool

    /// - Throws: what SQLite says.
    init(_ ledger: Ledger) throws {
        withdrawn = Set(try Withdrawals(ledger).all.map(\.text))
        isUnfinished = try !Withdrawals.unfinished(ledger).isEmpty
    }

    /// Why a data set with these respondents cannot be released, with the remedy.
    func sentences(about pseudonyms: [String], of dataset: String) -> [String] {
        if isUnfinished {
            return ["a withdrawal was begun and not finished. Run weir merge, and release the data set that it makes"]
        }
        let count = pseudonyms.count(where: withdrawn.contains)
        guard count > 0 else { return [] }
        return [
            "data set \(dataset) holds \(count == 1 ? "an interview that was" : "\(count) interviews that were") withdrawn: it "
                + "is older than the withdrawal. Delete its folder, run weir merge, and release the newest one"
        ]
    }
}
