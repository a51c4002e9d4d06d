import Foundation
public import WeirCore
import WeirIngest
public import WeirStudy

/// Drafts a country's crosswalk: its export's headers and answers, compared with the study's codebook.
public struct CountryDraft {
    /// The lines of the crosswalk, sorted.
    public private(set) var lines: [[String]] = []
    /// Variables whose question was found in other words than the codebook's.
    public private(set) var near: [String] = []
    /// Variables that no column was found for.
    public private(set) var unmatched: [String] = []
    /// Categories that no answer was found for, `variable: category`.
    public private(set) var unreached: [String] = []
    /// Columns that no variable was found for, by their letters.
    public private(set) var unusedColumns = ""
    /// Answers of matched questions that may be told and fit no category, `variable: answer`.
    public private(set) var unknownAnswers: [String] = []
    /// Answers that too few rows share, or that may identify.
    public private(set) var leftOut = StudyDraft.LeftOut()
    private let country: CountryCode
    private let layout: Layout

    /// How alike wordings must be to be proposed.
    private static let questionsAlike = 0.72
    private static let answersAlike = 0.8

    /// Compares an export with a study.
    /// - Parameter rows: how many rows must share an answer before it is told.
    /// - Throws: a `Diagnostic`, or `Diagnostics`, that says why the file holds no answers.
    public init(_ study: Study, country: CountryCode, path: String, rows: Int, encoding: TextEncoding? = nil) throws {
        let look = try ExportLook(path: path, encoding: encoding)
        self.country = country
        layout = look.layout
        let shared = SharedAnswers(rows: rows)
        let candidates = Candidates(look)
        var used: Set<Int> = []
        addInterview(study, &used)
        let variables = study.codebook.variables.indices.filter {
            $0 != study.countryVariable && study.codebook.variables[$0].isDelivered
                && study.codebook.variables[$0].isAsked(in: country)
        }
        // What fits word by word goes first, so that nothing alike takes its column.
        for threshold in [1, Self.questionsAlike] {
            for index in variables where !matched.contains(index) {
                let variable = study.codebook.variables[index]
                guard let found = candidates.best(for: variable, above: threshold, without: used) else { continue }
                matched.insert(index)
                if found.likeness < 1 { near.append(variable.name) }
                used.formUnion(found.places)
                add(variable, found, look, shared)
            }
        }
        unmatched = variables.filter { !matched.contains($0) }.map { study.codebook.variables[$0].name }
        near.sort()
        lines = CSVText.sorted(lines)
        let rest = layout.columns.indices.filter {
            !used.contains($0) && layout.interview[$0] == nil && !DirectIdentifiers.contains(layout.columns[$0])
        }
        unusedColumns = rest.isEmpty ? "" : Binder.letters(of: rest)
    }

    private var matched: Set<Int> = []

    /// The crosswalk as a file.
    public var text: String { CSVText.text([StudyFolder.crosswalkHeader] + lines) }

    /// The country's line for `pipeline.yaml`.
    public func pipelineLine(language: String) -> String {
        let name = Locale(identifier: "en").localizedString(forRegionCode: country.letters) ?? "undecided"
        let platform = layout.export == .plain ? "undecided" : DraftNames.word(layout.export.platform)
        var draft = StudyDraft()
        draft.layout = layout.export == .plain ? nil : layout.export
        let dates = draft.dates
        let declared = layout.export == .plain ? "" : ", layout: \(layout.export.rawValue)"
        return
            "\(country): {name: \(name), language: \(language), platform: \(platform), dates: \(dates.rawValue), decimal: \".\", "
            + "uploads: replaces\(declared)}"
    }

    private mutating func addInterview(_ study: Study, _ used: inout Set<Int>) {
        let wanted: [(InterviewColumn, CrosswalkOperation, (Variable) -> Bool)] = [
            (.id, .id, { $0.type == .text && $0.role == .direct && $0.name.contains("id") }),
            (.collector, .collector, { $0.type == .text && $0.role == .direct && $0.name.contains("collector") }),
            (.submitted, .submitted, { $0.type == .date && $0.name.contains("end") }),
        ]
        for (role, operation, fits) in wanted {
            guard let place = layout.interview.filter({ $0.value == role }).map(\.key).min(),
                let variable = study.codebook.variables.first(where: fits)
            else { continue }
            used.insert(place)
            add(variable.name, layout.columns[place], operation)
        }
    }

    private mutating func add(
        _ variable: String, _ source: SourceColumn, _ operation: CrosswalkOperation, _ answer: String = "",
        _ code: String = "", note: String = "proposed"
    ) {
        lines.append([variable, source.question, source.part, operation.text, answer, code, note])
    }

    private mutating func add(
        _ variable: Variable, _ found: Candidates.Match, _ look: ExportLook, _ shared: SharedAnswers
    ) {
        let note = found.likeness < 1 ? "proposed, other words" : "proposed"
        switch variable.type {
        case .text:
            for place in found.places {
                let isEnglish = Candidates.isTranslation(layout.columns[place])
                add(variable.name, layout.columns[place], isEnglish ? .translation : .original, note: note)
            }
        case .number, .slider: add(variable.name, layout.columns[found.places[0]], .number, note: note)
        case .date: break
        case .multi where found.options.count > 1: addBoxes(variable, found, look, note)
        default: addAnswers(variable, found, look, shared, note)
        }
    }

    /// Options in columns of their own: what the headers say is the instrument's wording.
    private mutating func addBoxes(_ variable: Variable, _ found: Candidates.Match, _ look: ExportLook, _ note: String)
    {
        var reached: Set<String> = []
        let matches = Self.matches(of: found.options, in: variable)
        for (index, place) in found.places.enumerated() {
            guard let (category, likeness) = matches[index] else { continue }
            reached.insert(category.name)
            let marks = look.columns[place].counts.keys.contains { ColumnTally.boxes.contains(TextFolding.folded($0)) }
            let boxes = marks ? layout.export.boxes : Boxes(ticked: [found.options[index]])
            let note = likeness < 1 ? "proposed, other words" : note
            for text in boxes.ticked {
                add(variable.name, layout.columns[place], .ticked, text, category.name, note: note)
            }
            for text in boxes.open { add(variable.name, layout.columns[place], .ticked, text, "", note: note) }
        }
        noteUnreached(variable, reached)
    }

    private mutating func addAnswers(
        _ variable: Variable, _ found: Candidates.Match, _ look: ExportLook, _ shared: SharedAnswers, _ note: String
    ) {
        let tally = look.columns[found.places[0]]
        let separator = variable.type == .multi ? layout.export.separator ?? ";" : nil
        let counts = separator == nil ? tally.counts : tally.parts.isEmpty ? tally.counts : tally.parts
        // An answer in the codebook's own words is the instrument's; any other must be shared, and pass redaction.
        let known = Set(variable.categories.flatMap { Candidates.wordings($0).map { TextFolding.folded($0) } })
        let own = counts.keys.filter { known.contains(TextFolding.folded($0)) }.sorted()
        let (told, hidden) = shared.told(of: counts.filter { !own.contains($0.key) })
        leftOut.add(hidden)
        var reached: Set<String> = []
        let all = own + told
        for (answer, match) in zip(all, Self.matches(of: all, in: variable)) {
            guard let (category, likeness) = match else {
                unknownAnswers.append("\(variable.name): \(answer)")
                continue
            }
            reached.insert(category.name)
            let note = likeness < 1 ? "proposed, other words" : note
            let operation = separator.map { CrosswalkOperation.split(separator: $0) } ?? .answer
            add(variable.name, layout.columns[found.places[0]], operation, answer, category.name, note: note)
        }
        noteUnreached(variable, reached)
    }

    private mutating func noteUnreached(_ variable: Variable, _ reached: Set<String>) {
        for category in variable.categories
        where !reached.contains(category.name) && (category.countries.isEmpty || category.countries.contains(country)) {
            unreached.append("\(variable.name): \(category.name)")
        }
    }

    /// For each wording the category that fits word by word, else the one that is most alike.
    private static func matches(of wordings: [String], in variable: Variable) -> [(
        category: Category, likeness: Double
    )?] {
        let categories = variable.categories.map { ($0, Candidates.wordings($0).map { Likeness($0) }) }
        return wordings.map { wording in
            let own = Likeness(wording)
            let best = categories.map { category, likes in
                (category: category, likeness: likes.map { $0.likeness(to: own) }.max() ?? 0)
            }.max { $0.likeness < $1.likeness }
            return best.flatMap { $0.likeness >= Self.answersAlike ? $0 : nil }
        }
    }
}

/// The questions of an export, to be found again in a codebook.
private struct Candidates {
    /// A question that was found.
    struct Match {
        var places: [Int]
        /// What the header says of each column beside the question.
        var options: [String]
        var likeness: Double
    }

    private struct Candidate {
        var wordings: [Likeness]
        var places: [Int]
        var options: [String]
    }

    private var candidates: [Candidate] = []
    private let layout: Layout

    init(_ look: ExportLook) {
        layout = look.layout
        for place in layout.columns.indices where layout.interview[place] == nil {
            let column = layout.columns[place]
            guard !DirectIdentifiers.contains(column) else { continue }
            var wordings = layout.names(of: place).map(\.question)
            if !column.part.isEmpty, !["response", "open-ended response"].contains(TextFolding.folded(column.part)) {
                wordings = ["\(column.question): \(column.part)", column.part]
            }
            candidates.append(
                Candidate(
                    wordings: (wordings + wordings.compactMap(Self.lastName)).map {
                        Likeness(Self.withoutTranslation($0))
                    },
                    places: [place], options: []))
        }
        for block in layout.blocks {
            let wordings = [block.question] + (block.isPath ? [Self.lastName(block.question)].compactMap(\.self) : [])
            candidates.append(
                Candidate(
                    wordings: wordings.map { Likeness($0) }, places: block.columns.map(\.place),
                    options: block.columns.map(\.option)))
        }
    }

    /// `sex` of `person/sex`.
    private static func lastName(_ header: String) -> String? {
        guard !header.contains(" "), let slash = header.lastIndex(of: "/") else { return nil }
        return String(header[header.index(after: slash)...])
    }

    private static let translations = [" (english translation)", " [en]", " - english", " (english)", "_en"]

    static func isTranslation(_ column: SourceColumn) -> Bool {
        let header = TextFolding.folded(column.question)
        return translations.contains(where: header.hasSuffix)
    }

    private static func withoutTranslation(_ header: String) -> String {
        let folded = TextFolding.folded(header)
        return translations.first(where: folded.hasSuffix).map { String(folded.dropLast($0.count)) } ?? header
    }

    /// All wordings of a category, and its name.
    static func wordings(_ category: Category) -> [String] {
        category.labels.values.sorted() + [category.name, category.preferred].filter { !$0.isEmpty }
    }

    /// The question that is most like a variable's, in any language.
    func best(for variable: Variable, above threshold: Double, without used: Set<Int>) -> Match? {
        let wordings = (variable.labels.values.sorted() + [variable.name]).map { Likeness($0) }
        let isMulti = variable.type == .multi
        let scored = candidates.filter { used.isDisjoint(with: $0.places) && (isMulti || $0.options.isEmpty) }.map {
            ($0, $0.wordings.flatMap { own in wordings.map { own.likeness(to: $0) } }.max() ?? 0)
        }
        guard let best = scored.max(by: { ($0.1, $0.0.places.count) < ($1.1, $1.0.places.count) }), best.1 >= threshold
        else { return nil }
        guard variable.type == .text else {
            return Match(places: best.0.places, options: best.0.options, likeness: best.1)
        }
        // An open question stands there twice: as it was answered, and in English.
        let all = scored.filter { $0.1 == best.1 }.flatMap(\.0.places)
        return Match(places: Array(all.prefix(2)), options: [], likeness: best.1)
    }
}
