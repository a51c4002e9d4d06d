public import Foundation
import WeirCore

extension Study {
    /// Reads a study's folder.
    /// - Throws: `Diagnostics` with every mistake in every file, each with file, line and column.
    public init(folder: URL) throws {
        var reader = StudyReader(folder: folder)
        let study = reader.read()
        guard let study, !reader.problems.contains(where: { $0.severity == .refusal }) else {
            throw Diagnostics(reader.problems)
        }
        self = study
    }
}

/// Reads the files of a study and gathers what is wrong with them.
struct StudyReader {
    let folder: URL
    private(set) var problems: [Diagnostic] = []
    /// The codebook, as far as it can be read.
    private(set) var codebook: Codebook?
    /// What the codebook's tables name.
    private(set) var declared = DeclaredNames(variables: nil, categories: nil)
    private var files: [(name: String, bytes: [UInt8])] = []

    init(folder: URL) { self.folder = folder }

    /// - Returns: the study as far as it can be read, which is to be used for finding further mistakes where there are any;
    ///   nil when not even its codebook and the country's variable are known.
    mutating func read() -> Study? {
        let pipeline = bytes("pipeline.yaml").flatMap { PipelineFile.read($0, problems: &problems) }
        let categories = table("codebook/categories.csv")
        let variables = table("codebook/variables.csv")
        let lists = categories.flatMap { CategoryReader.read($0, problems: &problems) }
        codebook = variables.flatMap { VariableReader.read($0, lists: lists, problems: &problems) }
            .map(Codebook.init(variables:))
        readTerms()
        guard let codebook else { return nil }
        let crosswalks = readCrosswalks(pipeline?.countries.map(\.country) ?? crosswalksInFolder, codebook)
        let names = readScenarioNames(pipeline?.countries.map(\.country) ?? crosswalksInFolder, codebook)
        let prints = readFingerprints(pipeline?.countries.map(\.country) ?? crosswalksInFolder, codebook)
        let study = pipeline.flatMap { assemble($0, codebook, crosswalks, names, prints) }
        declared = DeclaredNames(variables: variables, categories: categories)
        problems.removeAll { declared.explain($0, codebook) }
        if problems.contains(where: { $0.severity == .refusal }) { problems += study.map(lint) ?? [] }
        return study
    }

    /// The countries that have a crosswalk, when the pipeline cannot say which there are.
    private var crosswalksInFolder: [CountryCode] {
        let folder = folder.appending(path: "crosswalks").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".csv") }.compactMap { CountryCode($0.dropLast(4)) }.sorted()
    }

    /// What a look at the rest finds, without what only follows from a line that was refused.
    private func lint(_ study: Study) -> [Diagnostic] {
        StudyLint(study).findings.filter { finding in
            let isTold = problems.contains { $0.code == finding.code && $0.label == finding.label }
            return !isTold && !followsFromRefusal(finding)
        }
    }

    /// What a refused line or header would have said is not missing; which crosswalk has to yield what is for the
    /// pipeline to say.
    private func followsFromRefusal(_ finding: Diagnostic) -> Bool {
        let refused = problems.filter { $0.severity == .refusal }.map(\.place)
        switch finding.code {
        case .studyUncovered: return refused.contains { [finding.place.file, PipelineFile.name].contains($0.file) }
        case .studyLabel: return refused.contains { $0.file == finding.place.file && $0.row == 1 }
        default: return false
        }
    }

    private mutating func assemble(
        _ pipeline: PipelineFile, _ codebook: Codebook, _ crosswalks: [CountryCode: Crosswalk],
        _ scenarioNames: [ScenarioName], _ fingerprints: [CountryCode: [Fingerprint]]
    ) -> Study? {
        let references = PipelineReferences(file: pipeline, codebook: codebook)
        problems.append(contentsOf: references.problems)
        guard let countryVariable = references.countryVariable else { return nil }
        return Study(
            name: folder.lastPathComponent, title: pipeline.title, version: pipeline.version, about: pipeline.about,
            codebook: codebook, schema: Schema(codebook: codebook), countryVariable: countryVariable,
            dispositions: pipeline.dispositions, consentScope: pipeline.consentScope, keys: references.keys,
            countries: pipeline.countries, crosswalks: crosswalks, scenarioNames: scenarioNames,
            fingerprints: fingerprints, stages: pipeline.stages, files: files.sorted { $0.name < $1.name })
    }

    private mutating func readCrosswalks(
        _ countries: [CountryCode], _ codebook: Codebook
    ) -> [CountryCode: Crosswalk] {
        var crosswalks: [CountryCode: Crosswalk] = [:]
        for country in countries {
            guard let table = table("crosswalks/\(country).csv") else { continue }
            crosswalks[country] = CrosswalkReader.read(
                table, country: country, codebook: codebook, problems: &problems)
        }
        return crosswalks
    }

    /// The list of outdated terms may be absent; one that is there can be read.
    private mutating func readTerms() {
        let name = "rules/terms.csv"
        guard let bytes = bytes(name, required: false), let table = table(bytes, name) else { return }
        guard table.check(columns: ["language", "term", "preferred"], optional: ["reason"], problems: &problems) else {
            return
        }
        for row in table.rows where row["term"].isEmpty {
            problems.append(Diagnostic(.studyBlank, at: row.place("term"), label: "a term"))
        }
    }

    /// A study without scenarios has none.
    private mutating func readScenarioNames(
        _ countries: [CountryCode], _ codebook: Codebook
    ) -> [ScenarioName] {
        let name = ScenarioNameReader.file
        guard let bytes = bytes(name, required: false), let table = table(bytes, name) else { return [] }
        return ScenarioNameReader(countries: countries, codebook: codebook).read(table, problems: &problems)
    }

    /// What nobody noted is not compared.
    private mutating func readFingerprints(
        _ countries: [CountryCode], _ codebook: Codebook
    ) -> [CountryCode: [Fingerprint]] {
        var fingerprints: [CountryCode: [Fingerprint]] = [:]
        for country in countries {
            let name = FingerprintFile.name(of: country)
            guard let bytes = bytes(name, required: false), let table = table(bytes, name) else { continue }
            fingerprints[country] = FingerprintFile.read(table, codebook, problems: &problems)
        }
        return fingerprints
    }

    private mutating func table(_ name: String) -> StudyTable? {
        bytes(name).flatMap { table($0, name) }
    }

    private mutating func table(_ bytes: [UInt8], _ name: String) -> StudyTable? {
        do { return try StudyTable(bytes, name: name, problems: &problems) } catch let error as Diagnostics {
            problems.append(contentsOf: error.all)
        } catch { problems.append(Diagnostic(.studySyntax, at: Place(file: name))) }
        return nil
    }

    private mutating func bytes(_ name: String, required: Bool = true) -> [UInt8]? {
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
            if required { problems.append(Diagnostic(.studyMissing, at: Place(file: name))) }
            return nil
        }
        files.append((name, Array(data)))
        return Array(data)
    }
}
