import WeirCore

/// Looks at how interviews went that were eligible: which questions stayed blank, who took the same point of every scale,
/// who picked "other".
struct FieldQualityReader: Sendable {
    /// The questions by their variables, in the order of the questionnaire, and the required ones among them. Plans would
    /// be copied for every row.
    private let questions: [Int]
    private let required: [Int]
    /// The first code column of each row of each matrix.
    private let matrices: [[Int]]
    /// The code columns that say "other", with their variable: a category's code, or a box's tick.
    private let others: [(variable: Int, column: Int, code: UInt16)]

    /// Fewer rows than this may well deserve the same answer.
    private static let fewestRows = 4

    init(questions: [VariablePlan], codebook: Codebook) {
        self.questions = questions.map(\.variable)
        required = questions.filter(\.isRequired).map(\.variable)
        matrices = Self.matrices(of: questions, codebook).filter { $0.count >= Self.fewestRows }
        others = questions.compactMap { plan in
            let variable = codebook.variables[plan.variable]
            guard let option = variable.categories.firstIndex(where: { $0.name == "other" }),
                let column = plan.places.code, variable.type == .single || variable.type == .multi
            else { return nil }
            return variable.type == .multi
                ? (plan.variable, column + option, 1) : (plan.variable, column, variable.categories[option].code)
        }
    }

    /// Rows that stand one below the other and share their scale.
    private static func matrices(of questions: [VariablePlan], _ codebook: Codebook) -> [[Int]] {
        var matrices: [[Int]] = []
        var last: VariablePlan?
        for plan in questions {
            defer { last = plan }
            guard plan.type == .matrixRow, let column = plan.places.code else { continue }
            let list = codebook.variables[plan.variable].list
            if let last, last.type == .matrixRow, codebook.variables[last.variable].list == list {
                matrices[matrices.count - 1].append(column)
            } else {
                matrices.append([column])
            }
        }
        return matrices
    }

    func read(
        _ row: Int, _ outcome: DispositionDecider.Outcome, _ storage: BatchStorage, _ presence: Presence,
        into quality: inout FieldQuality
    ) {
        guard [.breakOff, .sufficientPartial, .complete].contains(outcome.disposition) else { return }
        quality.eligible += 1
        if outcome.disposition == .breakOff { quality.breakOffs[outcome.endedAt] += 1 }
        noteBlanks(row, storage, presence, &quality)
        guard outcome.disposition == .complete else { return }
        let length = storage.lengths.isEmpty ? BatchStorage.unknownLength : storage.lengths[row]
        if length != BatchStorage.unknownLength { quality.lengths[length / FieldQuality.step, default: 0] += 1 }
        noteStraightLine(row, storage, &quality)
        noteOthers(row, storage, presence, &quality)
    }

    /// A blank in front of a later answer was passed over; behind the last one the interview had ended.
    private func noteBlanks(_ row: Int, _ storage: BatchStorage, _ presence: Presence, _ quality: inout FieldQuality) {
        guard let last = questions.last(where: { presence.isAnswered($0, row) }) else { return }
        for variable in required where variable < last && presence.isAsked(variable, row) {
            quality.asked[variable] += 1
            if !presence.isAnswered(variable, row) {
                quality.blank[variable, default: Tally()].add(row: Int(storage.sourceRows[row]))
            }
        }
    }

    private func noteStraightLine(_ row: Int, _ storage: BatchStorage, _ quality: inout FieldQuality) {
        let given = matrices.map { columns in columns.map { storage.codes[$0 * storage.rowCount + row] } }
            .filter { !$0.contains { $0 == 0 || $0.isMissing } }
        guard !given.isEmpty else { return }
        quality.scaled += 1
        if given.allSatisfy({ points in points.allSatisfy { $0 == points[0] } }) { quality.straight += 1 }
    }

    private func noteOthers(_ row: Int, _ storage: BatchStorage, _ presence: Presence, _ quality: inout FieldQuality) {
        for other in others where presence.isAnswered(other.variable, row) {
            quality.choices[other.variable] += 1
            if storage.codes[other.column * storage.rowCount + row] == other.code {
                quality.others[other.variable] += 1
            }
        }
    }
}
