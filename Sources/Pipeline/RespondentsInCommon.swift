import WeirCore
import WeirState

/// How many respondents two uploads have in common, whoever withdrew aside.
struct RespondentsInCommon {
    private var earlier = 0
    private var later = 0
    private var common = 0

    /// Most of either upload are not in the other: as when ids are written otherwise, or left out. An older or a smaller
    /// export of the same people is none of others.
    var areOthers: Bool { common * 2 < earlier && common * 2 < later }

    /// Reads the accounts of both parts, which are in the order of pseudonyms, once.
    /// - Throws: `PartReader.Damage`.
    init(_ old: String, _ new: String, in state: StateFolder, but withdrawn: Set<Pseudonym>) throws {
        var olds = Names(part: try PartReader(state.part(old)), withdrawn: withdrawn)
        var news = Names(part: try PartReader(state.part(new)), withdrawn: withdrawn)
        var (left, right) = (try olds.next(), try news.next())
        while left != nil || right != nil {
            let isOld = left.map { one in right.map { one <= $0 } ?? true } ?? false
            let isNew = right.map { one in left.map { one <= $0 } ?? true } ?? false
            if isOld && isNew { common += 1 }
            if isOld {
                earlier += 1
                left = try olds.next()
            }
            if isNew {
                later += 1
                right = try news.next()
            }
        }
    }

    /// Every respondent of a part once.
    private struct Names {
        let part: PartReader
        let withdrawn: Set<Pseudonym>
        private var last: Pseudonym?

        init(part: PartReader, withdrawn: Set<Pseudonym>) {
            self.part = part
            self.withdrawn = withdrawn
        }

        mutating func next() throws -> Pseudonym? {
            while let account = try part.nextAccount() {
                guard account.pseudonym != last, !withdrawn.contains(account.pseudonym) else { continue }
                last = account.pseudonym
                return last
            }
            return nil
        }
    }
}
