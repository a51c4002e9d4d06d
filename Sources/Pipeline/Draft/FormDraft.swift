import WeirCore
import WeirFormats

/// Drafts a study from an XLSForm: its sheets `survey` and `choices`.
struct FormDraft: DraftSource {
    private let survey: TextTable
    private let choices: TextTable

    /// Nil when the file is no XLSForm.
    init?(path: String) {
        guard let survey = try? TextTable(path: path, sheet: "survey"),
            let choices = try? TextTable(path: path, sheet: "choices")
        else { return nil }
        self.init(survey: survey, choices: choices)
    }

    /// Nil when the sheets are no XLSForm's.
    init?(survey: TextTable, choices: TextTable) {
        guard survey.header.map({ $0.lowercased() }).contains("type") else { return nil }
        self.survey = survey
        self.choices = choices
    }

    func drafted() throws -> StudyDraft {
        var reading = FormReading(lists: lists())
        for row in survey.rows { reading.read(FormRow(survey, row)) }
        var draft = reading.draft
        let languages = survey.languages.map(\.tag)
        draft.platform = "kobo"
        draft.layout = .koboNames
        draft.language = languages.first { $0 != "en" } ?? "en"
        if survey.languages.contains(where: { $0.column == "label" }) {
            draft.todo.append("the form's column 'label' names no language: its wording was taken for English")
        }
        return draft
    }

    private func lists() -> [DraftedList] {
        var lists: [DraftedList] = []
        for row in choices.rows {
            let name = choices.text(row, "list_name", "list name")
            let entry = DraftedList.Entry(
                name: choices.text(row, "name", "value"), code: 0, labels: choices.labels(row))
            guard !name.isEmpty, !entry.name.isEmpty else { continue }
            let place = lists.firstIndex { $0.name == name } ?? lists.count
            if place == lists.count { lists.append(DraftedList(name: name, categories: [])) }
            if !lists[place].categories.contains(where: { $0.name == entry.name }) {
                lists[place].categories.append(entry)
            }
        }
        return lists.map(coded)
    }

    /// The form's own numbers are the codes, unless one cannot be.
    private func coded(_ list: DraftedList) -> DraftedList {
        let numbers = list.categories.map { Int($0.name) ?? 0 }
        let fit = Set(numbers).count == numbers.count && numbers.allSatisfy { (1...9989).contains($0) }
        var list = list
        for index in list.categories.indices { list.categories[index].code = fit ? numbers[index] : index + 1 }
        return list
    }
}

/// A row of the sheet `survey`.
struct FormRow {
    let type: [String]
    let name, relevant, constraint: String
    let isRequired: Bool
    let labels: [String: String]

    init(_ table: TextTable, _ row: [String]) {
        let words = table.text(row, "type").lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        // `begin group` is `begin_group`, `select one` is `select_one`.
        let joins = words.count > 1 && ["begin", "end", "select"].contains(words[0])
        type = joins ? ["\(words[0])_\(words[1])"] + words.dropFirst(2) : words
        name = table.text(row, "name")
        relevant = table.text(row, "relevant", "relevance")
        constraint = table.text(row, "constraint")
        isRequired = ["yes", "true", "true()"].contains(table.text(row, "required").lowercased())
        labels = table.labels(row)
    }
}

/// Goes through a form's rows: groups, questions, what the phone adds.
struct FormReading {
    private(set) var draft = StudyDraft()
    private var names = DraftNames()
    /// What a question is called in the draft.
    private var nameOfQuestion: [String: String] = [:]
    private var groups: [(name: String, label: String, relevant: String)] = []
    private var repeats = 0

    init(lists: [DraftedList]) {
        draft.lists = lists
        for name in ["record_id", "end_date", "country"] { _ = names.name(for: name, otherwise: name) }
        // What KoBoToolbox adds to every answer.
        draft.variables = [
            added("record_id", .text, "_id", .id), added("end_date", .date, "_submission_time", .submitted),
        ]
    }

    private func added(
        _ name: String, _ type: VariableType, _ column: String, _ operation: CrosswalkOperation
    ) -> DraftedVariable {
        DraftedVariable(
            name: name, type: type, labels: ["en": column], role: .direct,
            lines: [.init(source: SourceColumn(question: column), operation: operation)])
    }

    private static let additions: Set<String> = [
        "start", "end", "today", "deviceid", "phonenumber", "username", "email", "simserial", "subscriberid", "audit",
        "start-geopoint", "background-audio",
    ]
    private static let places: Set<String> = ["geopoint", "geotrace", "geoshape", "barcode"]
    private static let files: Set<String> = ["image", "audio", "video", "file"]

    mutating func read(_ row: FormRow) {
        guard let type = row.type.first else { return }
        switch type {
        case "begin_group":
            groups.append((row.name, row.labels["en"] ?? row.labels.values.min() ?? row.name, row.relevant))
        case "end_group": _ = groups.popLast()
        case "begin_repeat":
            if repeats == 0 {
                draft.todo.append("the repeated questions of '\(row.name)' were left out: an interview is one row")
            }
            repeats += 1
        case "end_repeat": repeats -= 1
        default: if repeats == 0 { readQuestion(type, row) }
        }
    }

    private mutating func readQuestion(_ type: String, _ row: FormRow) {
        if type == "note" || type == "acknowledge" { return }
        guard var variable = variable(type, row) else {
            draft.todo.append("'\(row.name)' was left out: weir has no questions of type \(type)")
            return
        }
        let original = variable.name
        variable.name = names.variable(for: row.name, otherwise: "question")
        nameOfQuestion[row.name] = variable.name
        variable.section = groups.last?.label ?? ""
        variable.labels = row.labels.isEmpty ? ["en": original] : row.labels
        if variable.isQuestion {
            variable.isRequired = row.isRequired
            variable.universe = universe(of: row, variable.name)
            note(row, variable)
        }
        draft.variables.append(variable)
    }

    private mutating func variable(_ type: String, _ row: FormRow) -> DraftedVariable? {
        let path = (groups.map(\.name) + [row.name]).joined(separator: "/")
        var variable = DraftedVariable(name: row.name, type: .text, role: .direct)
        if Self.additions.contains(type) || Self.places.contains(type) || Self.files.contains(type) { return variable }
        if ["date", "datetime", "time"].contains(type) {
            variable.type = .date
            draft.todo.append("'\(row.name)' asks for a date: it is declared as identifying and not read")
            return variable
        }
        if ["text", "integer", "decimal"].contains(type), DirectIdentifiers.contains(row.name) || Self.identifies(row) {
            return variable
        }
        variable.role = .plain
        switch type {
        case "text":
            variable.role = .open
            variable.lines = [.init(source: SourceColumn(question: path), operation: .original)]
        case "integer", "decimal", "range":
            variable.type = .number
            variable.range = Self.range(row.constraint)
            variable.lines = [.init(source: SourceColumn(question: path), operation: .number)]
        case "select_one":
            guard let list = list(row) else { return nil }
            variable.type = .single
            variable.list = list.name
            variable.lines = list.categories.map {
                .init(source: SourceColumn(question: path), operation: .answer, answer: $0.name, code: $0.name)
            }
        case "select_multiple":
            guard let list = list(row) else { return nil }
            variable.type = .multi
            variable.list = list.name
            variable.lines = list.categories.flatMap { category -> [DraftedVariable.Line] in
                let source = SourceColumn(question: "\(path)/\(category.name)")
                return [
                    .init(source: source, operation: .ticked, answer: "0"),
                    .init(source: source, operation: .ticked, answer: "1", code: category.name),
                ]
            }
        default: return nil
        }
        return variable
    }

    private static func identifies(_ row: FormRow) -> Bool {
        row.labels.values.contains { DirectIdentifiers.contains($0) }
    }

    private func list(_ row: FormRow) -> DraftedList? {
        row.type.count > 1 ? draft.lists.first { $0.name.lowercased() == row.type[1] } : nil
    }

    /// What the form insists on and the study's definition has no word for.
    private mutating func note(_ row: FormRow, _ variable: DraftedVariable) {
        if variable.type.isNumeric, variable.range == nil {
            draft.todo.append("'\(variable.name)': give the smallest and the largest number that can be true")
        } else if !variable.type.isNumeric, !row.constraint.isEmpty {
            draft.todo.append("'\(variable.name)': the form checks \(row.constraint)")
        }
        if row.type.contains("or_other") {
            draft.todo.append(
                "'\(variable.name)' lets people add another answer: add a category and an open question for it")
        }
        if variable.role == .open {
            draft.todo.append("'\(variable.name)': name the column with its English translation in the crosswalk")
        }
    }

    // MARK: who was asked

    private mutating func universe(of row: FormRow, _ name: String) -> String {
        let conditions = (groups.map(\.relevant) + [row.relevant]).filter { !$0.isEmpty }
        guard !conditions.isEmpty else { return "" }
        let universes = conditions.compactMap { expressed($0) }
        guard universes.count == conditions.count else {
            draft.todo.append("'\(name)' is asked if \(conditions.joined(separator: " and ")): write its universe")
            return ""
        }
        return universes.dropFirst().reduce(universes[0]) { .and($0, $1) }.text
    }

    /// A condition in the words of a universe; nil when it has none for it.
    private func expressed(_ condition: String) -> Universe? {
        let straight = condition.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "'")
        guard let universe = try? Universe(parsing: straight) else { return nil }
        return renamed(universe)
    }

    private func renamed(_ universe: Universe) -> Universe? {
        switch universe {
        case .everyone: return .everyone
        case .and(let left, let right): return renamed(left).flatMap { left in renamed(right).map { .and(left, $0) } }
        case .or(let left, let right): return renamed(left).flatMap { left in renamed(right).map { .or(left, $0) } }
        case .selected(let question, let category):
            guard let variable = variable(question), has(category, variable) else { return nil }
            return .selected(variable: variable.name, category: category)
        case .compare(let question, let sign, .category(let category)):
            guard let variable = variable(question), variable.type != .multi, has(category, variable) else {
                return nil
            }
            return .compare(variable: variable.name, sign, .category(category))
        case .compare(let question, let sign, .number(let number)):
            guard let variable = variable(question), variable.type.isNumeric else { return nil }
            return .compare(variable: variable.name, sign, .number(number))
        }
    }

    private func variable(_ question: String) -> DraftedVariable? {
        nameOfQuestion[question].flatMap { name in draft.variables.first { $0.name == name } }
    }

    private func has(_ category: String, _ variable: DraftedVariable) -> Bool {
        draft.lists.first { $0.name == variable.list }?.categories.contains { $0.name == category } == true
    }

    /// `. >= 0 and . <= 100`.
    private static func range(_ constraint: String) -> ClosedRange<Double>? {
        var (least, most): (Double?, Double?)
        for part in constraint.split(separator: " and ", omittingEmptySubsequences: true) {
            let words = String(part.filter { $0 != " " && $0 != "(" && $0 != ")" })
            for (sign, isLeast, step) in [(".>=", true, 0.0), (".<=", false, 0), (".>", true, 1), (".<", false, -1)]
            where words.hasPrefix(sign) {
                guard let number = Double(words.dropFirst(sign.count)) else { break }
                if isLeast { least = number + step } else { most = number + step }
                break
            }
        }
        guard let least, let most, least <= most, most < 9990 else { return nil }
        return least...most
    }
}
