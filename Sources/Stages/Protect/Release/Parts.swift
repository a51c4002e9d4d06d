/// The parts of rows that hide among themselves alone, because others know them apart: rows that only recalled releases of
/// the profile hold; and of those that are in none, each cohort, that is those that releases of the same other profiles
/// tell. Whoever has such releases knows which rows they do not have.
struct Parts {
    /// Rows that an earlier release of the profile holds; nothing of them can be taken back.
    let isSettled: [Bool]
    let isRecalled: [Bool]
    /// The part of rows that only recalled releases hold.
    static let recalled = 0

    /// The part of each row: that of recalled releases, or a cohort behind it. Of settled rows it says nothing.
    let ofRow: [Int]
    /// The parts that have rows, those that the most profiles tell first; one at least.
    let all: [Int]

    init(cohorts: [Int], isSettled: [Bool], isRecalled: [Bool]) {
        (self.isSettled, self.isRecalled) = (isSettled, isRecalled)
        let ofRow = cohorts.indices.map { isRecalled[$0] ? Self.recalled : cohorts[$0] + 1 }
        self.ofRow = ofRow
        let found = Set(ofRow.indices.filter { !isSettled[$0] }.map { ofRow[$0] })
        all = found.isEmpty ? [1] : found.sorted()
    }

    /// Whether a row cannot hide with those of a part.
    func isApart(_ row: Int, from part: Int) -> Bool { isSettled[row] || ofRow[row] != part }

    /// Whether a row is out when those of a part come: in an earlier release of the profile, or of another.
    func isOlder(_ row: Int, than part: Int) -> Bool {
        isSettled[row] || !isRecalled[row] && part > Self.recalled && ofRow[row] < part
    }
}
