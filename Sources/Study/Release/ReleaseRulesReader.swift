public import Foundation
public import WeirCore

extension ReleaseRules {
    /// Reads what a study's folder says about releases. It lies apart from the rest of the definition: a change to it
    /// prepares no upload again.
    /// - Throws: `Diagnostics` with every mistake in every file.
    public init(folder: URL, study: Study) throws {
        var reader = ReleaseRulesReader(
            folder: folder, codebook: study.forReleases.codebook, country: study.countryVariable)
        self = reader.read()
        if !reader.problems.isEmpty { throw Diagnostics(reader.problems) }
    }
}

/// Reads the files of a study's folder `release`.
struct ReleaseRulesReader {
    let folder: URL
    let codebook: Codebook
    /// The variable that holds the country; nil where `pipeline.yaml` does not say.
    let country: Int?
    private(set) var problems: [Diagnostic] = []
    private var files: [(name: String, bytes: [UInt8])] = []

    static let hierarchies = "release/hierarchies.csv"
    static let profiles = "release/profiles.yaml"
    static let margins = "release/published.csv"
    static let tests = "release/tests.csv"
    static let figures = "release/figures.csv"

    init(folder: URL, codebook: Codebook, country: Int?) {
        self.folder = folder
        self.codebook = codebook
        self.country = country
    }

    mutating func read() -> ReleaseRules {
        var rules = ReleaseRules()
        let columns = HierarchyReader.columns
        rules.hierarchies =
            table(Self.hierarchies, columns: columns).map {
                HierarchyReader(codebook: codebook, isPipelineRead: country != nil).read($0, problems: &problems)
            } ?? [:]
        if let month = codebook.index(of: SubmissionMonth.name), rules.hierarchies[month] == nil {
            rules.hierarchies[month] = SubmissionMonth.hierarchy(of: codebook.variables[month], at: month)
        }
        if let bytes = bytes(Self.profiles, required: true) {
            (rules.profiles, rules.demonstrationScope) =
                ProfileReader(codebook: codebook, country: country, hierarchies: rules.hierarchies)
                .read(bytes, problems: &problems)
        }
        let conditions = ConditionReader(codebook: codebook)
        let counts = table(Self.margins, columns: ["id", "group", "question", "row", "codes", "n", "base"])
        rules.margins = counts?.rows.compactMap { conditions.margin(in: $0, problems: &problems) } ?? []
        let tests = table(Self.tests, columns: ["id", "test", "question", "row", "option", "by", "significant"])
        rules.tests = tests?.rows.compactMap { conditions.test(in: $0, problems: &problems) } ?? []
        checkFigures(counts, tests)
        rules.files = files.sorted { $0.name < $1.name }
        return rules
    }

    /// Where the counts cannot be read, that is what has to be repaired first.
    private mutating func checkFigures(_ counts: StudyTable?, _ tests: StudyTable?) {
        guard let counts, let figures = table(Self.figures, columns: FigureReader.columns, isRule: false) else {
            return
        }
        FigureReader(
            counts: Set(counts.rows.map { $0["id"] }), tests: Set(tests?.rows.map { $0["id"] } ?? [])
        ).check(figures, problems: &problems)
    }

    /// A table that may be absent.
    /// - Parameter isRule: whether releases are made by it, and name it.
    private mutating func table(_ name: String, columns: [String], isRule: Bool = true) -> StudyTable? {
        guard let bytes = bytes(name, required: false, isRule: isRule) else { return nil }
        do {
            let table = try StudyTable(bytes, name: name, problems: &problems)
            return table.check(columns: columns, problems: &problems) ? table : nil
        } catch let error as Diagnostics {
            problems.append(contentsOf: error.all)
        } catch { problems.append(Diagnostic(.studySyntax, at: Place(file: name))) }
        return nil
    }

    private mutating func bytes(_ name: String, required: Bool, isRule: Bool = true) -> [UInt8]? {
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
            if required { problems.append(Diagnostic(.studyMissing, at: Place(file: name))) }
            return nil
        }
        if isRule { files.append((name, Array(data))) }
        return Array(data)
    }
}
