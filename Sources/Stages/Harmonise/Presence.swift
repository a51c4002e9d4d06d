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
        let start = order[plan.variable] * rows
        noteAnswered(plan, storage, start)
        noteAsked(plan, storage, start)
        giveReasons(plan, storage, start)
        // Whoever answers a question that everybody was asked is no matter.
        let isForAll = plan.isAsked && plan.isForEveryone
        if isForAll, plan.foreignOptions.isEmpty || plan.type != .multi { return }
        for row in 0..<rows where answered[start + row] {
            if plan.type == .multi, !plan.foreignOptions.isEmpty { closeOptions(plan, &reader, row) }
            if !asked[start + row], plan.counts, !plan.universe.isUndecided(in: storage, row: row) {
                reader.findings.add(
                    .init(.answerNotAsked, variable: plan.variable, column: nil), row: Int(storage.sourceRows[row]))
            }
        }
    }

    /// Column by column, as the values stand.
    private mutating func noteAnswered(_ plan: VariablePlan, _ storage: BatchStorage, _ start: Int) {
        let rows = rows
        answered.withUnsafeMutableBufferPointer { answered in
            for row in 0..<rows { answered[start + row] = false }
            if let column = plan.places.number {
                storage.numbers.withUnsafeBufferPointer { numbers in
                    for row in 0..<rows { answered[start + row] = numbers[column * rows + row] != AnswerReader.blank }
                }
                return
            }
            if let text = plan.places.text {
                for row in 0..<rows where storage.texts[text * rows + row] != .blank { answered[start + row] = true }
            }
            storage.codes.withUnsafeBufferPointer { codes in
                for column in plan.columns.codes {
                    for row in 0..<rows where codes[column * rows + row] != 0 { answered[start + row] = true }
                }
            }
        }
    }

    private mutating func noteAsked(_ plan: VariablePlan, _ storage: BatchStorage, _ start: Int) {
        guard plan.isAsked else {
            for row in 0..<rows { asked[start + row] = false }
            return
        }
        asked.withUnsafeMutableBufferPointer {
            plan.universe.fill(UnsafeMutableBufferPointer(rebasing: $0[start..<start + rows]), in: storage)
        }
    }

    /// Column by column, as the values stand.
    private func giveReasons(_ plan: VariablePlan, _ storage: BatchStorage, _ start: Int) {
        // Of a country without the question nobody was asked.
        let reasons: (ifAsked: MissingReason, otherwise: MissingReason) = (
            .noAnswer, plan.isAsked ? .notAsked : .notInCountry
        )
        plan.columns.set(in: storage) { row in
            if answered[start + row] { return nil }
            return asked[start + row] ? reasons.ifAsked : reasons.otherwise
        }
    }

    /// Options that this country lacks are missing also where others were ticked. One that was ticked all the same
    /// is counted: the crosswalk or the codebook is wrong about the country's questionnaire.
    private func closeOptions(_ plan: VariablePlan, _ reader: inout AnswerReader, _ row: Int) {
        guard let place = plan.places.code else { return }
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
}
