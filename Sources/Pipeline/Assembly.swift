public import WeirCore
import WeirDeliver
import WeirFlow
import WeirFormats
import WeirHarmonise
import WeirIngest
import WeirKeys
import WeirMerge
import WeirProtect
import WeirRedact
public import WeirStudy

/// Turns the stages that `pipeline.yaml` names into the one typed chain. A stage in the wrong place does not compile
/// here, and is not accepted there.
public enum Assembly {
    private static let order = ["ingest", "redact", "harmonise", "merge", "protect", "deliver", "record"]
    private static let settings: [String: [String: Set<String>]] = [
        "redact": ["open answers": ["scrub", "withhold"]], "protect": ["measure": ["only"]],
    ]

    /// What is wrong with the stages of a study.
    public static func problems(in study: Study) -> [Diagnostic] {
        var problems: [Diagnostic] = []
        if study.stages.map(\.name) != order {
            let wrong = zip(study.stages, order).first { $0.name != $1 }?.0 ?? study.stages.last
            problems.append(problem("stages: [\(order.joined(separator: ", "))]", of: wrong))
        }
        for stage in study.stages {
            if stage.name == "redact" { problems += RedactSettings.problems(in: stage) }
            for (setting, value) in stage.settings.sorted(by: { $0.key < $1.key })
            where settings[stage.name]?[setting]?.contains(value) != true {
                if stage.name == "redact", RedactSettings.isPolicy(setting) { continue }
                if stage.name == "deliver", setting == "formats" {
                    if DataFormat.list(value) == nil { problems.append(formatProblem(stage, setting)) }
                    continue
                }
                let allowed = (settings[stage.name] ?? [:]).map {
                    "\($0.key): \($0.value.sorted().joined(separator: ", "))"
                }
                problems.append(problem("\(stage.name): {\(allowed.sorted().joined(separator: "; "))}", of: stage))
            }
        }
        return problems
    }

    private static func formatProblem(_ stage: StageSetting, _ setting: String) -> Diagnostic {
        Diagnostic(.studyField, at: stage.places[setting] ?? stage.place, label: DataFormat.allNames)
    }

    /// The formats that a study asks for every night: codes, unless it says more.
    public static func formats(of study: Study) -> [DataFormat] {
        let setting = study.stages.first { $0.name == "deliver" }?.settings["formats"] ?? ""
        return DataFormat.list(setting) ?? [.csv]
    }

    private static func problem(_ label: String, of stage: StageSetting?) -> Diagnostic {
        Diagnostic(.studyField, at: stage?.place ?? Place(file: "pipeline.yaml"), label: label)
    }

    /// Finds a country's columns in an upload's header.
    /// - Throws: `Diagnostics` with everything for which the file cannot be used.
    static func bind(
        _ layout: Layout, of file: String, _ crosswalk: Crosswalk, _ rules: CountryRules, _ study: Study
    ) throws -> (Binding, [Diagnostic]) {
        let (binding, notes, problems) = try bindWhatIsThere(layout, of: file, crosswalk, rules, study)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        return (binding, notes)
    }

    /// Finds those of a country's columns that are there.
    static func bindWhatIsThere(
        _ layout: Layout, of file: String, _ crosswalk: Crosswalk, _ rules: CountryRules, _ study: Study
    ) throws -> (binding: Binding, notes: [Diagnostic], problems: [Diagnostic]) {
        let others = study.crosswalks.values.filter { $0.country != rules.country }.sorted { $0.country < $1.country }
        let consent = Set(study.dispositions.consent.variables.compactMap(study.codebook.index(of:)))
        return try Binder(layout: layout, file: file, countries: countryNames(of: study), declared: rules.layout)
            .bindWhatIsThere(crosswalk, others: others, codebook: study.codebook, consent: consent)
    }

    /// The part of the way that depends on one upload: what comes out goes into its prepared part.
    typealias Prepare = Chain<Chain<Timed<IntakeStage>, Timed<RedactStage>>, Timed<HarmoniseStage>>

    static func prepare(
        _ study: Study, _ rules: CountryRules, binding: Binding, delimiter: UInt8, encoding: TextEncoding?,
        keys: StudyKeys, review: ReviewInForce, file: String, upload: Digest, undeclared: [Int],
        left: Set<Int> = [], scrubs: Bool = true
    ) -> Prepare {
        let ingest = IngestStage(
            binding: binding, delimiter: delimiter, encoding: encoding, rules: rules, pseudonymiser: keys.pseudonymiser,
            schema: study.schema, file: file, upload: upload)
        return IntakeStage(
            ingest: ingest, delimiter: delimiter, fieldPeriod: rules.fieldPeriod, undeclared: undeclared, left: left
        ).timed
            .then(redact(study, rules, binding, review, scrubs: scrubs).timed)
            .then(
                HarmoniseStage(
                    schema: study.schema, crosswalk: binding.crosswalk, rules: rules, dispositions: study.dispositions,
                    countryVariable: study.countryVariable, slotColumns: binding.slotColumns, rereadings: Rereading.all
                ).timed)
    }

    static func redact(
        _ study: Study, _ rules: CountryRules, _ binding: Binding, _ review: ReviewInForce, scrubs: Bool = true
    ) -> RedactStage {
        let names = study.scenarioNames.filter { $0.country == rules.country }
        return RedactStage(
            schema: study.schema, crosswalk: binding.crosswalk, slotColumns: binding.slotColumns,
            policy: scrubs ? RedactSettings.policy(of: study) : RedactionPolicy(scrubs: false),
            scenarioNames: Dictionary(grouping: names, by: \.variable).mapValues { $0.map(\.name) },
            countries: countryNames(of: study), studyWords: review.words,
            review: review.answers(of: rules.country, study.codebook))
    }

    /// The names of a study's countries by their letters.
    static func countryNames(of study: Study) -> [String: String] {
        Dictionary(study.countries.map { ($0.country.letters, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The part behind the merge.
    typealias Finish = Chain<Chain<Timed<DuplicateStage>, Timed<ProtectStage>>, Timed<TableStage>>

    static func finish(_ study: Study, _ files: TableFiles) -> Finish {
        DuplicateStage(schema: study.schema, countryVariable: study.countryVariable).timed
            .then(ProtectStage(schema: study.schema, keys: study.keys).timed)
            .then(TableStage(files, country: study.schema.places[study.countryVariable].code ?? 0).timed)
    }
}
