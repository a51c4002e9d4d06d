import WeirCore

/// Decides what became of each interview, from coded values alone, by the study's rules in their order.
struct DispositionDecider: Sendable {
    /// A class, because every row goes through all of them.
    private final class Hurdle: Sendable {
        let variable: Int
        let passes: UniverseTest
        let otherwise: Disposition

        init(_ variable: Int, _ passes: UniverseTest, _ otherwise: Disposition) {
            self.variable = variable
            self.passes = passes
            self.otherwise = otherwise
        }
    }

    private let marks: Bool
    private let test: UniverseTest?
    private let consent: UniverseTest
    private let consentVariable: Int
    private let hurdles: [Hurdle]
    /// The first code column of each variable that has one.
    private let gateColumns: [Int: Int]
    private let sufficientShare: Double
    /// A question, as far as every row asks for it; its plan is only touched where the interview had ended.
    private struct Question {
        let variable: Int
        let isRequired: Bool
        /// Whether everybody in this country was asked.
        let isForEveryone: Bool
        let isAsked: Bool
        let columns: ValueColumns
        let plan: Int

        init(_ plan: VariablePlan, at place: Int) {
            (variable, isRequired, isAsked) = (plan.variable, plan.isRequired, plan.isAsked)
            isForEveryone = plan.isForEveryone
            columns = plan.columns
            self.plan = place
        }
    }

    /// The questions behind consent, in the order of the questionnaire, and their plans.
    private let asked: [Question]
    private let plans: [VariablePlan]
    /// Those that are not about eligibility.
    private let rated: [Question]
    let questions: [VariablePlan]
    private let status: StatusEvidence?

    /// - Parameter marks: whether the questions that an interview did not reach get their reason.
    init(
        rules: DispositionRules, schema: Schema, plans: [VariablePlan], countryVariable: Int, marks: Bool = true
    ) {
        self.marks = marks
        test = rules.test.map { UniverseTest($0, schema: schema) }
        consent = UniverseTest(rules.consent, schema: schema)
        consentVariable = rules.consent.variables.first.flatMap(schema.codebook.index(of:)) ?? 0
        hurdles = rules.eligibility.compactMap { hurdle in
            schema.codebook.index(of: hurdle.variable).map {
                Hurdle($0, UniverseTest(hurdle.passes, schema: schema), hurdle.otherwise)
            }
        }
        sufficientShare = rules.sufficientShare
        gateColumns = Dictionary(
            schema.places.enumerated().compactMap { index, place in place.code.map { (index, $0) } },
            uniquingKeysWith: { first, _ in first })
        let consents = Set(rules.consent.variables.compactMap(schema.codebook.index(of:)))
        let gates = Set(hurdles.map(\.variable))
        self.plans = plans.filter { $0.counts && !consents.contains($0.variable) && $0.variable != countryVariable }
        asked = self.plans.enumerated().map { Question($1, at: $0) }
        rated = asked.filter { !gates.contains($0.variable) }
        questions = self.plans.filter { !gates.contains($0.variable) }
        status = StatusEvidence(rules: rules, schema: schema)
    }

    /// A disposition, and for an interview that ended early the variable it ended at.
    typealias Outcome = (disposition: Disposition, endedAt: Int)

    /// What all rows of a batch are asked first: whether they pass the gates, where their answers end, and how many required
    /// questions they were asked and answered. Column by column, as the values stand.
    struct Marks {
        fileprivate var test: [UInt8] = []
        fileprivate var consent: [UInt8] = []
        fileprivate var hurdles: [[UInt8]] = []
        /// Behind the last question with an answer, by its place among the questions that are not about eligibility.
        fileprivate var ends: [UInt16]
        fileprivate var required: [UInt16]
        fileprivate var answered: [UInt16]
    }

    func marks(of storage: BatchStorage, _ presence: Presence) -> Marks {
        let none = [UInt16](repeating: 0, count: storage.rowCount)
        var marks = Marks(ends: none, required: none, answered: none)
        marks.test = test?.marks(in: storage) ?? []
        marks.consent = consent.marks(in: storage)
        marks.hurdles = hurdles.map { $0.passes.marks(in: storage) }
        for (place, question) in rated.enumerated() {
            presence.withMarks(of: question.variable) { answered, asked in
                marks.ends.withUnsafeMutableBufferPointer { ends in
                    for row in ends.indices { ends[row] = answered[row] != 0 ? UInt16(place + 1) : ends[row] }
                }
                guard question.isRequired else { return }
                marks.required.withUnsafeMutableBufferPointer { counts in
                    for row in counts.indices { counts[row] &+= UInt16(asked[row]) }
                }
                marks.answered.withUnsafeMutableBufferPointer { counts in
                    for row in counts.indices { counts[row] &+= UInt16(asked[row] & answered[row]) }
                }
            }
        }
        return marks
    }

    /// The variable of a row's last answer to a question that is not about eligibility; nil when it has none.
    func lastAnswered(_ row: Int, _ marks: Marks) -> Int? {
        marks.ends[row] == 0 ? nil : rated[Int(marks.ends[row]) - 1].variable
    }

    func outcome(of row: Int, _ storage: BatchStorage, _ presence: Presence, _ marks: Marks) -> Outcome {
        if test != nil, marks.test[row] != 0 { return (.testRecord, 0) }
        if marks.consent[row] == 0 {
            return (isHeld(consentVariable, storage, row) ? .held : .noConsent, consentVariable)
        }
        for (place, hurdle) in hurdles.enumerated() where marks.hurdles[place][row] == 0 {
            if isHeld(hurdle.variable, storage, row) { return (.held, hurdle.variable) }
            // A blank is nobody's "no": the interview ended there.
            if presence.isAnswered(hurdle.variable, row) { return (hurdle.otherwise, hurdle.variable) }
            let last = asked.lastIndex { presence.isAnswered($0.variable, row) } ?? -1
            markNotReached(asked[(last + 1)...], row, storage, presence)
            return (.breakOff, hurdle.variable)
        }
        return outcomeOfEligible(row, storage, presence, marks)
    }

    /// Whether the platform's status says something else.
    func contradictsStatus(_ disposition: Disposition, _ row: Int, _ storage: BatchStorage) -> Bool {
        status?.contradicts(disposition, row, storage) ?? false
    }

    /// The variable of the platform's status.
    var statusVariable: Int? { status?.variable }

    /// Whether somebody who neither consented nor declined answered the questions all the same.
    func isBlankConsent(of row: Int, _ presence: Presence, _ marks: Marks) -> Bool {
        !presence.isAnswered(consentVariable, row) && marks.ends[row] != 0
    }

    /// Whether there is an answer that cannot be read: neither a yes nor a no.
    private func isHeld(_ variable: Int, _ storage: BatchStorage, _ row: Int) -> Bool {
        guard let column = gateColumns[variable] else { return false }
        let code = storage.codes[column * storage.rowCount + row]
        return code == MissingReason.unmapped.rawValue || code == MissingReason.notUsable.rawValue
    }

    private func outcomeOfEligible(
        _ row: Int, _ storage: BatchStorage, _ presence: Presence, _ marks: Marks
    ) -> Outcome {
        let rest = Int(marks.ends[row])..<rated.count
        let open = rest.first { rated[$0].isRequired && presence.isAsked(rated[$0].variable, row) }
        guard let open else { return (.complete, 0) }
        markNotReached(rated[rest], row, storage, presence)
        // Divided, not multiplied: 55 of 100 is the number nearest to 0.55, but 0.55 × 100 is more than 55.
        let isSufficient = Double(marks.answered[row]) / Double(marks.required[row]) >= sufficientShare
        return (isSufficient ? .sufficientPartial : .breakOff, rated[open].variable)
    }

    /// In the order of the questionnaire, so that a gate is marked before the questions behind it: who never came to
    /// the gate never came to them either, and nobody knows whether they would have been asked.
    private func markNotReached(
        _ rest: ArraySlice<Question>, _ row: Int, _ storage: BatchStorage, _ presence: Presence
    ) {
        guard marks else { return }
        for question in rest where question.isAsked {
            if question.isForEveryone || presence.isAsked(question.variable, row)
                || plans[question.plan].universe.mightHold(in: storage, row: row)
            {
                question.columns.set(.notReached, storage, row)
            }
        }
    }
}
