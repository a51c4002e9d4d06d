import WeirCore

/// Looks at how interviews went that were eligible: which questions stayed blank, who took the same point of every scale,
/// who picked "other".
struct FieldQualityReader: Sendable {
    /// The required questions by their variables.
    private let required: [Int]
    /// The first code column of each row of each matrix.
    private let matrices: [[Int]]
    /// The code columns that say "other", with their variable: a category's code, or a box's tick.
    private let others: [(variable: Int, column: Int, code: UInt16)]

    /// Fewer rows than this may well deserve the same answer.
    private static let fewestRows = 4

    init(questions: [VariablePlan], codebook: Codebook) {
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

    /// - Parameter last: a row's last variable with an answer to a question that is not about eligibility.
    func read(
        _ storage: BatchStorage, _ presence: Presence, last: (_ row: Int) -> Int?, into quality: inout FieldQuality
    ) {
        // Nobody passed over anything behind the last answer.
        var behind = [UInt16](repeating: 0, count: storage.rowCount)
        var isComplete = [UInt8](repeating: 0, count: storage.rowCount)
        for row in 0..<storage.rowCount {
            let disposition = storage.dispositions[row]
            guard disposition == .complete || disposition == .breakOff || disposition == .sufficientPartial else {
                continue
            }
            quality.eligible += 1
            behind[row] = UInt16(last(row) ?? 0)
            if disposition == .breakOff { quality.breakOffs[Int(storage.endedAt[row])] += 1 }
            guard disposition == .complete else { continue }
            isComplete[row] = 1
            let length = storage.lengths.isEmpty ? BatchStorage.unknownLength : storage.lengths[row]
            if length != BatchStorage.unknownLength { quality.lengths[length / FieldQuality.step, default: 0] += 1 }
            noteStraightLine(row, storage, &quality)
        }
        behind.withUnsafeBufferPointer { behind in
            for variable in required { noteBlanks(variable, behind, storage, presence, &quality) }
        }
        for other in others { noteOther(other, isComplete, storage, presence, &quality) }
    }

    /// A blank in front of a later answer was passed over; behind the last one the interview had ended.
    private func noteBlanks(
        _ variable: Int, _ last: UnsafeBufferPointer<UInt16>, _ storage: BatchStorage, _ presence: Presence,
        _ quality: inout FieldQuality
    ) {
        presence.withMarks(of: variable) { answered, asked in
            var (passed, blanks): (UInt32, UInt32) = (0, 0)
            let place = UInt16(variable)
            for row in answered.indices {
                let isPassed: UInt8 = last[row] > place ? asked[row] : 0
                passed &+= UInt32(isPassed)
                blanks &+= UInt32(isPassed & ~answered[row])
            }
            if passed > 0 { quality.asked[variable] += Int(passed) }
            if blanks == 0 { return }
            for row in answered.indices where last[row] > place && asked[row] & ~answered[row] != 0 {
                quality.blank[variable, default: Tally()].add(row: Int(storage.sourceRows[row]))
            }
        }
    }

    private func noteStraightLine(_ row: Int, _ storage: BatchStorage, _ quality: inout FieldQuality) {
        let rows = storage.rowCount
        var (isAnyFilled, isStraight) = (false, true)
        storage.codes.withUnsafeBufferPointer { codes in
            for columns in matrices {
                let point = codes[columns[0] * rows + row]
                var (isFilled, isSame) = (true, true)
                for column in columns {
                    let code = codes[column * rows + row]
                    if code == 0 || code.isMissing { isFilled = false }
                    if code != point { isSame = false }
                }
                if isFilled { (isAnyFilled, isStraight) = (true, isStraight && isSame) }
            }
        }
        guard isAnyFilled else { return }
        quality.scaled += 1
        if isStraight { quality.straight += 1 }
    }

    private func noteOther(
        _ other: (variable: Int, column: Int, code: UInt16), _ isComplete: [UInt8], _ storage: BatchStorage,
        _ presence: Presence, _ quality: inout FieldQuality
    ) {
        let start = other.column * storage.rowCount
        var (choices, others) = (0, 0)
        presence.withMarks(of: other.variable) { answered, _ in
            for row in answered.indices where isComplete[row] & answered[row] != 0 {
                choices += 1
                if storage.codes[start + row] == other.code { others += 1 }
            }
        }
        if choices > 0 { quality.choices[other.variable] += choices }
        if others > 0 { quality.others[other.variable] += others }
    }
}
