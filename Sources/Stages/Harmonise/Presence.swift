import WeirCore

/// For each variable and row of a batch: was it answered, was it asked?
struct Presence {
    private var answered: [Bool]
    private var asked: [Bool]
    private let rows: Int
    /// Which of the variables that are read each one is; those that are not read share the one behind the last.
    private let order: [Int]

    /// - Parameters:
    ///   - read: the variables that are read, of `count`.
    init(_ read: [Int], of count: Int, rows: Int) {
        var order = [Int](repeating: read.count, count: count)
        for (place, variable) in read.enumerated() { order[variable] = place }
        self.order = order
        answered = [Bool](repeating: false, count: (read.count + 1) * rows)
        asked = answered
        self.rows = rows
    }

    func isAnswered(_ variable: Int, _ row: Int) -> Bool { answered[order[variable] * rows + row] }
    /// How many variables are answered in a row.
    func answers(_ row: Int) -> Int {
        stride(from: row, to: answered.count, by: rows).count { answered[$0] }
    }
    func isAsked(_ variable: Int, _ row: Int) -> Bool { asked[order[variable] * rows + row] }

    /// Notes one variable and gives every blank its reason: not in this country, not asked, or no answer.
    mutating func complete(_ plan: VariablePlan, in reader: inout AnswerReader) {
        let storage = reader.storage
        for row in 0..<rows {
            let place = order[plan.variable] * rows + row
            answered[place] = Self.isAnswered(plan, storage, row)
            asked[place] = plan.isAsked && plan.universe.holds(in: storage, row: row)
            if answered[place] {
                closeOptions(plan, &reader, row)
                if !asked[place], plan.counts, !plan.universe.isUndecided(in: storage, row: row) {
                    reader.findings.add(
                        .init(.answerNotAsked, variable: plan.variable, column: nil), row: Int(storage.sourceRows[row]))
                }
            } else {
                Self.set(Self.reason(plan, isAsked: asked[place]), plan, storage, row)
            }
        }
    }

    private static func isAnswered(_ plan: VariablePlan, _ storage: BatchStorage, _ row: Int) -> Bool {
        if let column = plan.places.number {
            return storage.numbers[column * storage.rowCount + row] != AnswerReader.blank
        }
        if let text = plan.places.text, storage.texts[text * storage.rowCount + row] != .blank { return true }
        guard let place = plan.places.code else { return false }
        let options = plan.type == .multi ? plan.optionCount : 1
        return (0..<options).contains { storage.codes[(place + $0) * storage.rowCount + row] != 0 }
    }

    private static func reason(_ plan: VariablePlan, isAsked: Bool) -> MissingReason {
        if !plan.isAsked { return .notInCountry }
        return isAsked ? .noAnswer : .notAsked
    }

    /// Options that this country lacks are missing also where others were ticked. One that was ticked all the same
    /// is counted: the crosswalk or the codebook is wrong about the country's questionnaire.
    private func closeOptions(_ plan: VariablePlan, _ reader: inout AnswerReader, _ row: Int) {
        guard plan.type == .multi, let place = plan.places.code else { return }
        let storage = reader.storage
        for option in plan.foreignOptions {
            let at = (place + option) * storage.rowCount + row
            if storage.codes[at] == 1 {
                reader.findings.add(
                    .init(.optionNotInCountry, variable: plan.variable, column: nil),
                    row: Int(storage.sourceRows[row]))
            }
            storage.codes[at] = MissingReason.notInCountry.rawValue
        }
    }

    /// Writes a reason into all columns of a variable.
    static func set(_ reason: MissingReason, _ plan: VariablePlan, _ storage: BatchStorage, _ row: Int) {
        if let column = plan.places.number {
            storage.numbers[column * storage.rowCount + row] = Double(reason.rawValue)
        }
        if let place = plan.places.code {
            let columns = plan.type == .multi ? plan.optionCount : 1
            for option in 0..<columns { storage.codes[(place + option) * storage.rowCount + row] = reason.rawValue }
        }
        if let length = plan.places.length { storage.codes[length * storage.rowCount + row] = reason.rawValue }
    }
}
