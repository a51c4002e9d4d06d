public import WeirCore

/// Answers become codes of the one codebook, every blank gets its reason, and every interview its disposition.
public struct HarmoniseStage: Stage {
    private let plans: [VariablePlan]
    private let variables: [Int]
    private let variableCount: Int
    private let decider: DispositionDecider
    /// Nil when only some variables are read.
    private let quality: FieldQualityReader?
    private let columns: [Int]
    private let rereadings: [Rereading]
    private let country: (column: Int, code: UInt16, variable: Int)?

    public var name: String { "harmonise" }

    /// A stage for one upload.
    /// - Parameters:
    ///   - slotColumns: the upload's column of each cell, for findings.
    ///   - countryVariable: the variable that holds the country.
    ///   - variables: those that are read, when only dispositions are wanted.
    ///   - rereadings: those by which an answer that is not known may be one all the same.
    public init(
        schema: Schema, crosswalk: Crosswalk, rules: CountryRules, dispositions: DispositionRules,
        countryVariable: Int, slotColumns: [Int], variables: Set<Int>? = nil, rereadings: [Rereading] = []
    ) {
        let all = schema.codebook.variables.indices
        variableCount = all.count
        plans = all.filter { variables?.contains($0) ?? true }.map {
            VariablePlan(variable: $0, schema: schema, crosswalk: crosswalk, rules: rules)
        }
        self.variables = plans.map(\.variable)
        decider = DispositionDecider(
            rules: dispositions, schema: schema, plans: plans, countryVariable: countryVariable,
            marks: variables == nil)
        quality =
            variables == nil ? FieldQualityReader(questions: decider.questions, codebook: schema.codebook) : nil
        columns = slotColumns
        self.rereadings = rereadings
        let category = schema.codebook.variables[countryVariable].category(named: rules.country.letters)
        country = schema.places[countryVariable].code.flatMap { column in
            category.map { (column, $0.code, countryVariable) }
        }
    }

    public func process(_ batch: Batch<Redacted>) throws -> (Batch<Harmonised>, HarmoniseSummary) {
        let storage = batch.storage
        var reader = AnswerReader(storage: storage, columns: columns, rereadings: rereadings)
        var presence = Presence(variables, of: variableCount, rows: storage.rowCount)
        for plan in plans {
            reader.read(plan)
            if plan.variable == country?.variable { setCountry(&reader) }
            presence.complete(plan, in: &reader)
        }
        noteShifted(&reader, presence)
        var summary = HarmoniseSummary()
        summary.findings = reader.findings
        decide(storage, presence, &summary)
        storage.dropText()
        return (batch.advanced(), summary)
    }

    /// The country is the folder's; a column that names another one shows that surveys were mixed.
    private func setCountry(_ reader: inout AnswerReader) {
        guard let country else { return }
        let storage = reader.storage
        for row in 0..<storage.rowCount {
            let place = country.column * storage.rowCount + row
            if storage.codes[place] != 0, storage.codes[place] != country.code {
                reader.findings.add(
                    .init(.surveysMixed, variable: country.variable), row: Int(storage.sourceRows[row]))
            }
            storage.codes[place] = country.code
        }
    }

    /// Below this number a few unknown answers may be all that an interview has.
    private static let fewest = 5

    /// Where much of what somebody answered is unknown, the answers belong to other columns. A quarter is enough: codes
    /// such as 1 and 2 fit nearly everywhere.
    private func noteShifted(_ reader: inout AnswerReader, _ presence: Presence) {
        for row in Self.rows(of: reader.unknown, presence) {
            reader.findings.add(.init(.answersShifted), row: Int(reader.storage.sourceRows[row]))
        }
        // One cause for all of a row's answers is told once, and by its name.
        let misread = reader.misread.mapValues { $0.values.reduce(0, +) }
        for row in Self.rows(of: misread, presence) {
            let likeliest = reader.misread[row]?.max { ($0.value, $1.key.words) < ($1.value, $0.key.words) }?.key
            reader.findings.add(
                .init(.answersMisread, misreading: likeliest), row: Int(reader.storage.sourceRows[row]))
        }
    }

    private static func rows(of counts: [Int: Int], _ presence: Presence) -> [Int] {
        counts.filter { $1 >= fewest && 4 * $1 >= presence.answers($0) }.keys.sorted()
    }

    private func decide(_ storage: BatchStorage, _ presence: Presence, _ summary: inout HarmoniseSummary) {
        let marks = decider.marks(of: storage, presence)
        var dispositions: [Disposition] = []
        var ends: [UInt16] = []
        dispositions.reserveCapacity(storage.rowCount)
        ends.reserveCapacity(storage.rowCount)
        var endedAt = [Int](repeating: 0, count: variableCount)
        for row in 0..<storage.rowCount {
            let outcome = decider.outcome(of: row, storage, presence, marks)
            dispositions.append(outcome.disposition)
            ends.append(UInt16(outcome.endedAt))
            summary.dispositions[outcome.disposition] += 1
            // A blank consent contradicts the status as well: one cause is told once.
            if outcome.disposition == .noConsent, decider.isBlankConsent(of: row, presence, marks) {
                summary.findings.add(
                    .init(.consentBlank, variable: outcome.endedAt), row: Int(storage.sourceRows[row]))
            } else if decider.contradictsStatus(outcome.disposition, row, storage) {
                summary.findings.add(
                    .init(.statusContradicted, variable: decider.statusVariable), row: Int(storage.sourceRows[row]))
            }
            if outcome.disposition != .complete, outcome.disposition != .testRecord { endedAt[outcome.endedAt] += 1 }
        }
        for (variable, count) in endedAt.enumerated() where count > 0 { summary.endedAt[variable] = count }
        storage.dispositions = dispositions
        storage.endedAt = ends
        quality?.read(storage, presence, last: { decider.lastAnswered($0, marks) }, into: &summary.quality)
    }
}

/// What Harmonise learns from an upload.
public struct HarmoniseSummary: Summary {
    /// Rows by disposition.
    public var dispositions = DispositionCounts()
    /// Interviews that ended early, by the variable they ended at.
    public var endedAt: [Int: Int] = [:]
    /// What was found in the answers.
    public var findings = Findings()
    /// How the interviews went.
    public var quality = FieldQuality()

    public init() {}

    public mutating func merge(_ later: Self) {
        dispositions.merge(later.dispositions)
        endedAt.merge(later.endedAt, uniquingKeysWith: +)
        findings.merge(later.findings)
        quality.merge(later.quality)
    }
}
