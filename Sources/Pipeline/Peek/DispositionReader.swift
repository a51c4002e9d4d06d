import WeirCore
import WeirHarmonise
import WeirIngest
import WeirRedact
import WeirStudy

/// Decides what became of interviews, by the same rules as the merge, from the few answers that it depends on.
struct DispositionReader: Sendable {
    /// Cells of some variables, and what is made of them.
    private struct Reading: Sendable {
        let picker: AnswerPicker
        let stages: Chain<RedactStage, HarmoniseStage>

        init(_ variables: Set<Int>, _ study: Study, _ rules: CountryRules, _ binding: Binding) {
            let schema = Schema(codebook: study.codebook, variables: variables)
            let picker = AnswerPicker(binding, schema: schema, variables: variables)
            self.picker = picker
            // No disposition depends on what becomes of an open answer.
            let redact = RedactStage(
                schema: schema, crosswalk: picker.crosswalk, slotColumns: picker.slotColumns,
                policy: RedactionPolicy(scrubs: false))
            stages = redact.then(
                HarmoniseStage(
                    schema: schema, crosswalk: picker.crosswalk, rules: rules,
                    dispositions: study.dispositions, countryVariable: study.countryVariable,
                    slotColumns: picker.slotColumns, variables: variables))
        }
    }

    private let variables: DecidingVariables
    private let first: Reading
    private let required: AnswerPicker
    private let all: Reading
    private let delimiter: UInt8

    /// A reader of one upload.
    init(_ study: Study, _ rules: CountryRules, _ binding: Binding, delimiter: UInt8) {
        variables = DecidingVariables(
            rules: study.dispositions, codebook: study.codebook, country: rules.country,
            countryVariable: study.countryVariable)
        first = Reading(variables.first, study, rules, binding)
        required = AnswerPicker(binding, schema: study.schema, variables: variables.required)
        all = Reading(variables.all, study, rules, binding)
        self.delimiter = delimiter
    }

    /// What became of some records of a batch, and what is wrong with their width. What becomes of an interview depends on
    /// its own answers alone, so that those that say the same are decided once.
    func read(
        _ places: [AnswerPicker.Place], of text: BatchStorage, hasHiddenSigns: Bool
    ) throws -> (DispositionCounts, Findings) {
        var findings = Findings()
        var counts = DispositionCounts()
        var open: [AnswerPicker.Place] = []
        let (batch, rows) = first.picker.pick(
            places, of: text, delimiter: delimiter, hasHiddenSigns: hasHiddenSigns, noting: &findings)
        let dispositions = try first.stages.process(batch).0.storage.dispositions
        for (place, row) in zip(places, rows) {
            let disposition = dispositions[row]
            if DecidingVariables.isOpen(disposition) { open.append(place) } else { counts[disposition] += 1 }
        }
        let (brokenOff, rest) = required.split(
            open, of: text, delimiter: delimiter, hasHiddenSigns: hasHiddenSigns,
            fewerThan: variables.fewestAnswers)
        counts[.breakOff] += brokenOff
        guard !rest.isEmpty else { return (counts, findings) }
        var known = Findings()
        let (batchOfRest, rowsOfRest) = all.picker.pick(
            rest, of: text, delimiter: delimiter, hasHiddenSigns: hasHiddenSigns, noting: &known)
        let dispositionsOfRest = try all.stages.process(batchOfRest).0.storage.dispositions
        for row in rowsOfRest { counts[dispositionsOfRest[row]] += 1 }
        return (counts, findings)
    }
}
