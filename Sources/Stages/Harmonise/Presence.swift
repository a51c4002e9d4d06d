import WeirCore

/// For each variable and row of a batch: was it answered, was it asked? Marks are bytes, 1 for yes, so that the processor
/// takes many rows at once.
struct Presence {
    private var answered: [UInt8]
    private var asked: [UInt8]
    /// The reason of each row of the variable at hand; 0 where there is an answer.
    private var reasons: [UInt16]
    private let rows: Int
    /// Which of the variables that are read each one is; those that are not read share the one behind the last.
    private let order: [Int]

    /// - Parameters:
    ///   - read: the variables that are read, of `count`.
    init(_ read: [Int], of count: Int, rows: Int) {
        var order = [Int](repeating: read.count, count: count)
        for (place, variable) in read.enumerated() { order[variable] = place }
        self.order = order
        answered = [UInt8](repeating: 0, count: (read.count + 1) * rows)
        asked = answered
        reasons = [UInt16](repeating: 0, count: rows)
        self.rows = rows
    }

    func isAnswered(_ variable: Int, _ row: Int) -> Bool { answered[order[variable] * rows + row] != 0 }
    /// How many variables are answered in a row.
    func answers(_ row: Int) -> Int {
        stride(from: row, to: answered.count, by: rows).count { answered[$0] != 0 }
    }
    func isAsked(_ variable: Int, _ row: Int) -> Bool { asked[order[variable] * rows + row] != 0 }

    /// Calls `body` with the marks of a variable's rows.
    @inline(__always)
    func withMarks<Result>(
        of variable: Int,
        _ body: (_ answered: UnsafeBufferPointer<UInt8>, _ asked: UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let range = order[variable] * rows..<(order[variable] + 1) * rows
        return answered.withUnsafeBufferPointer { answered in
            asked.withUnsafeBufferPointer { asked in
                body(UnsafeBufferPointer(rebasing: answered[range]), UnsafeBufferPointer(rebasing: asked[range]))
            }
        }
    }

    /// Notes one variable and gives every blank its reason: not in this country, not asked, or no answer.
    mutating func complete(_ plan: VariablePlan, in reader: inout AnswerReader) {
        let storage = reader.storage
        let start = order[plan.variable] * rows
        noteAnswered(plan, storage, start)
        noteAsked(plan, storage, start)
        giveReasons(plan, storage)
        if plan.type == .multi, !plan.foreignOptions.isEmpty { closeOptions(plan, &reader) }
        noteNotAsked(plan, &reader)
    }

    /// Column by column, as the values stand.
    private mutating func noteAnswered(_ plan: VariablePlan, _ storage: BatchStorage, _ start: Int) {
        let rows = rows
        answered.withUnsafeMutableBufferPointer { answered in
            let answered = UnsafeMutableBufferPointer(rebasing: answered[start..<start + rows])
            if let column = plan.places.number {
                storage.numbers.withUnsafeBufferPointer { numbers in
                    let numbers = UnsafeBufferPointer(rebasing: numbers[column * rows..<(column + 1) * rows])
                    for row in 0..<rows { answered[row] = numbers[row] != AnswerReader.blank ? 1 : 0 }
                }
                return
            }
            answered.update(repeating: 0)
            if let text = plan.places.text {
                storage.texts.withUnsafeBufferPointer { texts in
                    for row in 0..<rows where texts[text * rows + row] != .blank { answered[row] = 1 }
                }
            }
            storage.codes.withUnsafeBufferPointer { codes in
                for column in plan.columns.codes {
                    let codes = UnsafeBufferPointer(rebasing: codes[column * rows..<(column + 1) * rows])
                    for row in 0..<rows { answered[row] |= codes[row] != 0 ? 1 : 0 }
                }
            }
        }
    }

    private mutating func noteAsked(_ plan: VariablePlan, _ storage: BatchStorage, _ start: Int) {
        let rows = rows
        asked.withUnsafeMutableBufferPointer { asked in
            let asked = UnsafeMutableBufferPointer(rebasing: asked[start..<start + rows])
            if plan.isAsked { plan.universe.fill(asked, in: storage) } else { asked.update(repeating: 0) }
        }
    }

    /// Column by column, as the values stand.
    private mutating func giveReasons(_ plan: VariablePlan, _ storage: BatchStorage) {
        let ifAsked = MissingReason.noAnswer.rawValue
        // Of a country without the question nobody was asked.
        let otherwise = (plan.isAsked ? MissingReason.notAsked : .notInCountry).rawValue
        let rows = rows
        // Moved out, so that it can be written while the marks are read.
        var reasons = reasons
        self.reasons = []
        reasons.withUnsafeMutableBufferPointer { reasons in
            withMarks(of: plan.variable) { answered, asked in
                for row in 0..<rows {
                    let reason = asked[row] != 0 ? ifAsked : otherwise
                    reasons[row] = answered[row] != 0 ? 0 : reason
                }
            }
            plan.columns.set(UnsafeBufferPointer(reasons), in: storage)
        }
        self.reasons = reasons
    }

    /// Whoever answers a question that he was not asked is told, unless nobody knows whether he was.
    private func noteNotAsked(_ plan: VariablePlan, _ reader: inout AnswerReader) {
        // Whoever answers a question that everybody was asked is no matter.
        guard plan.counts, !(plan.isAsked && plan.isForEveryone) else { return }
        let storage = reader.storage
        let isNone = withMarks(of: plan.variable) { answered, asked in
            var any: UInt8 = 0
            for row in answered.indices { any |= answered[row] & ~asked[row] }
            return any == 0
        }
        if isNone { return }
        for row in 0..<rows where isAnswered(plan.variable, row) && !isAsked(plan.variable, row) {
            if plan.universe.isUndecided(in: storage, row: row) { continue }
            reader.findings.add(
                .init(.answerNotAsked, variable: plan.variable, column: nil), row: Int(storage.sourceRows[row]))
        }
    }

    /// Options that this country lacks are missing also where others were ticked. One that was ticked all the same
    /// is counted: the crosswalk or the codebook is wrong about the country's questionnaire.
    private func closeOptions(_ plan: VariablePlan, _ reader: inout AnswerReader) {
        guard let place = plan.places.code else { return }
        let storage = reader.storage
        let isAnyTicked = storage.codes.withUnsafeBufferPointer { codes in
            plan.foreignOptions.contains { option in
                codes[(place + option) * rows..<(place + option + 1) * rows].contains(1)
            }
        }
        if isAnyTicked { noteForeignTicks(plan, place, &reader) }
        let notInCountry = MissingReason.notInCountry.rawValue
        withMarks(of: plan.variable) { answered, _ in
            storage.codes.withUnsafeMutableBufferPointer { codes in
                for option in plan.foreignOptions {
                    let start = (place + option) * rows
                    for row in 0..<rows where answered[row] != 0 { codes[start + row] = notInCountry }
                }
            }
        }
    }

    private func noteForeignTicks(_ plan: VariablePlan, _ place: Int, _ reader: inout AnswerReader) {
        let storage = reader.storage
        for row in 0..<rows {
            for option in plan.foreignOptions where storage.codes[(place + option) * rows + row] == 1 {
                reader.findings.add(
                    .init(.optionNotInCountry, variable: plan.variable, column: nil),
                    row: Int(storage.sourceRows[row]))
            }
        }
    }
}
