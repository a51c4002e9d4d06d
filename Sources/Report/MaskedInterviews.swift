import WeirCore

/// How many interviews a file holds and how they ended, with nothing that tells of fewer than five.
///
/// It is the partner's own file, in which she could count for herself. But her page lies in a folder that several people
/// share, and may be passed on without the file: whoever knows who was asked would learn from "12 started, 11 complete"
/// what became of the one. That 12 rows are there tells nothing about anybody. What the list says of single rows names
/// places in the file, and stays: without the file it is about nobody.
struct MaskedInterviews {
    /// All rows.
    let started: Int
    private let counts: DispositionCounts
    private let told: [Int?]

    private static let few = FieldQuality.Share.smallest
    /// Who was eligible, in whatever way the interview ended.
    private static let eligible: Set<Disposition> = [.breakOff, .sufficientPartial, .complete]

    init(_ counts: DispositionCounts) {
        self.counts = counts
        started = counts.total
        let masked = MaskedCounts.masked(Disposition.allCases.map { counts[$0] }, k: Self.few)
        // How many broke off is told as a share: without its base it is not told at all, in no form of the report.
        let isShare = Self.eligible(of: counts, masked) != nil
        told = Disposition.allCases.map { $0 == .breakOff && !isShare ? nil : masked[Int($0.rawValue)] }
    }

    /// The count of a disposition; nil where it is not told.
    subscript(_ disposition: Disposition) -> Int? { told[Int(disposition.rawValue)] }

    /// The number of those who were eligible, as the base of shares; nil where it would give a count away.
    var eligible: Int? { Self.eligible(of: counts, told) }

    private static func eligible(of counts: DispositionCounts, _ told: [Int?]) -> Int? {
        let sides = [eligible, Set(Disposition.allCases).subtracting(eligible)]
        let areSafe = sides.allSatisfy { isSafe($0, counts, told) }
        return areSafe ? eligible.reduce(0) { $0 + counts[$1] } : nil
    }

    /// Whether the sum of some dispositions gives none of them away.
    private static func isSafe(_ side: Set<Disposition>, _ counts: DispositionCounts, _ told: [Int?]) -> Bool {
        let hidden = side.filter { told[Int($0.rawValue)] == nil }
        return hidden.isEmpty || hidden.count > 1 && hidden.reduce(0) { $0 + counts[$1] } >= few
    }

    /// How many are complete, in words.
    func complete(_ wording: Wording) -> String {
        if let complete = self[.complete] { return String(complete) }
        let few = ["n": String(Self.few)]
        if counts[.complete] < Self.few { return wording.text("count/few", few) }
        return started - counts[.complete] < Self.few ? wording.text("count/most", few) : wording.text("count/untold")
    }

    /// The counts that are not 0 by word, for programs; nothing stands where one is not told.
    var byWord: [String: Int?] {
        let given = Disposition.allCases.filter { counts[$0] > 0 }.map { ($0.word, self[$0]) }
        return Dictionary(given, uniquingKeysWith: { first, _ in first }).merging(["started": started]) { first, _ in
            first
        }
    }
}
