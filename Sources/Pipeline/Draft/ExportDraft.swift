import Foundation
import WeirCore
import WeirFormats
import WeirIngest

/// Drafts a study from an export: its closed questions, with the answers that enough rows share.
struct ExportDraft: DraftSource {
    let look: ExportLook
    /// The labels of a data file's values.
    var labels = ValueLabels()
    let shared: SharedAnswers
    /// The language of the questions.
    let language: String

    func drafted() throws -> StudyDraft {
        var writing = ExportWriting(look: look, labels: labels, shared: shared, language: language)
        return writing.draft()
    }
}

/// Goes through an export's columns.
private struct ExportWriting {
    let look: ExportLook
    let labels: ValueLabels
    let shared: SharedAnswers
    let language: String
    private var names = DraftNames()
    private var result = StudyDraft()
    private var number = 0

    init(look: ExportLook, labels: ValueLabels, shared: SharedAnswers, language: String) {
        self.look = look
        self.labels = labels
        self.shared = shared
        self.language = language
        for name in ["record_id", "end_date", "collector", "country"] { _ = names.name(for: name, otherwise: name) }
    }

    private var layout: Layout { look.layout }

    mutating func draft() -> StudyDraft {
        result.platform = layout.export == .plain ? "undecided" : DraftNames.word(layout.export.platform)
        result.layout = layout.export == .plain ? nil : layout.export
        result.language = language
        let blocks = layout.blocks.filter { isQuestion($0) }
        let inBlocks = Dictionary(
            blocks.flatMap { block in block.columns.map { ($0.place, block) } }, uniquingKeysWith: { first, _ in first }
        )
        let wholes = Set(blocks.map { TextFolding.folded($0.question) })
        for place in layout.columns.indices {
            if let role = layout.interview[place] {
                addInterview(role, place)
            } else if layout.names(of: place).contains(where: { DirectIdentifiers.contains($0) }) {
                addDirect(place)
            } else if let block = inBlocks[place] {
                if block.columns[0].place == place { add(block) }
            } else if !wholes.contains(TextFolding.folded(layout.columns[place].question)) {
                addQuestion(place)
            }
        }
        return result
    }

    /// A path in front of boxes is a question; in front of anything else it is a group of the form.
    private func isQuestion(_ block: QuestionBlock) -> Bool {
        guard block.isPath else { return true }
        return block.columns.allSatisfy { look.columns[$0.place].areBoxes(of: $0.option) }
            && block.columns.contains { look.columns[$0.place].filled > 0 }
    }

    // MARK: what is no question

    private mutating func addInterview(_ role: InterviewColumn, _ place: Int) {
        let column = layout.columns[place]
        let line = { DraftedVariable.Line(source: column, operation: $0) }
        switch role {
        case .id: add("record_id", .text, [line(.id)], place)
        case .collector: add("collector", .text, [line(.collector)], place)
        case .submitted: add("end_date", .date, [line(.submitted)], place)
        default: addDirect(place)
        }
    }

    /// The first of a kind takes the name; another one stands beside it and is not read.
    private mutating func add(_ name: String, _ type: VariableType, _ lines: [DraftedVariable.Line], _ place: Int) {
        guard !result.variables.contains(where: { $0.name == name }) else { return addDirect(place) }
        result.variables.append(
            DraftedVariable(
                name: name, type: type, labels: labels(layout.columns[place].question), role: .direct, lines: lines))
    }

    private mutating func addDirect(_ place: Int) {
        let column = layout.columns[place]
        let wording = column.part.isEmpty ? column.question : column.part
        result.variables.append(
            DraftedVariable(
                name: names.variable(for: wording, otherwise: "identifier"), type: .text, labels: labels(wording),
                role: .direct))
    }

    private func labels(_ wording: String) -> [String: String] { [language: wording] }

    // MARK: questions

    private mutating func addQuestion(_ place: Int) {
        let column = layout.columns[place]
        guard var variable = begun(layout.names(of: place).last ?? column, place) else { return }
        let tally = look.columns[place]
        if namePeople(place) { return leave(variable, place) }
        if let labelled = labelled(place) {
            close(&variable, labelled, column)
            return result.variables.append(variable)
        }
        // Between blanks stand words as well as names of options; those have columns of their own too.
        if let separator = layout.export.separator, separator != " ", 5 * tally.joined >= tally.filled,
            tally.joined > 0,
            tally.isClosed(tally.parts, k: shared.rows)
        {
            let told = tell(tally.parts)
            variable.type = .multi
            close(&variable, told, .split(separator: separator), [column])
            if separator == "," {
                result.todo.append("'\(variable.name)': an option that holds a comma stands there in two parts")
            }
        } else if tally.isClosed(tally.counts, k: shared.rows), !tally.areNumbers || tally.counts.count <= 10 {
            close(&variable, tell(tally.counts), .answer, [column])
        } else if tally.areNumbers || LabelledValues(labels[place]).standBesideNumbers(in: tally),
            let range = tally.range
        {
            measure(&variable, range, column)
        } else {
            open(&variable, column, tally)
        }
        result.variables.append(variable)
    }

    /// A variable with its name and its wording; nil for a header that is none.
    private mutating func begun(_ column: SourceColumn, _ place: Int) -> DraftedVariable? {
        number += 1
        let wording = column.question
        let letters = Place.letters(ofColumn: place)
        guard !wording.isEmpty else {
            if look.columns[place].filled > 0 { result.todo.append("column \(letters) has answers and no header") }
            return nil
        }
        guard shared.isWording(wording) else {
            result.todo.append("column \(letters): its header looks like an answer; is there a row of headers?")
            return nil
        }
        return DraftedVariable(
            name: names.variable(for: wording, otherwise: "question_\(number)"), type: .single, labels: labels(wording),
            role: .plain)
    }

    private mutating func tell(_ counts: [String: Int]) -> [String] {
        let (answers, leftOut) = shared.told(of: counts)
        result.leftOut.add(leftOut)
        return answers
    }

    /// A list of categories, shared with the question that has the same.
    private mutating func list(_ answers: [String], for name: String) -> DraftedList {
        var taken = DraftNames()
        let entries = answers.enumerated().map { index, answer in
            DraftedList.Entry(
                name: taken.name(for: answer, otherwise: "answer_\(index + 1)"), code: index + 1, labels: labels(answer)
            )
        }
        if let known = result.lists.first(where: { Set($0.categories.map(\.labels)) == Set(entries.map(\.labels)) }) {
            return known
        }
        result.lists.append(DraftedList(name: name, categories: entries))
        return result.lists[result.lists.count - 1]
    }

    private mutating func close(
        _ variable: inout DraftedVariable, _ answers: [String], _ operation: CrosswalkOperation,
        _ columns: [SourceColumn]
    ) {
        guard !answers.isEmpty else {
            variable.type = .text
            variable.role = .direct
            result.todo.append(
                "'\(variable.name)' looks like a closed question, but none of its answers may be told: take them from the questionnaire"
            )
            return
        }
        let list = list(answers, for: variable.name)
        variable.list = list.name
        variable.lines = columns.flatMap { column in
            list.categories.map {
                .init(
                    source: column, operation: operation, answer: $0.labels[language] ?? "", code: $0.name,
                    note: "proposed")
            }
        }
    }

    /// The labels of a closed question: the instrument's own wording, however many rows share it. Answers are looked at
    /// all the same: where some have no label the question is not closed, and labels that a program made of typed
    /// answers are those answers.
    private mutating func labelled(_ place: Int) -> LabelledValues? {
        let values = LabelledValues(labels[place])
        let letters = Place.letters(ofColumn: place)
        guard !values.isEmpty else { return nil }
        guard !values.looksRecoded, values.count <= 40, labels[place].allSatisfy({ shared.isWording($0.label) }) else {
            result.todo.append(Self.typed(letters))
            return nil
        }
        guard values.hold(all: look.columns[place]) else {
            result.todo.append("column \(letters): some of its values have labels and others none")
            return nil
        }
        return values
    }

    private static func typed(_ letters: String) -> String {
        "column \(letters): its labels may be answers that people typed; they are not told"
    }

    private func namePeople(_ place: Int) -> Bool { shared.areNames(labels[place].map(\.label)) }

    /// Names identify, however many rows share them: none of them is told, and the column is for a person to look at.
    private mutating func leave(_ variable: DraftedVariable, _ place: Int) {
        var left = variable
        left.type = .text
        left.role = .direct
        result.variables.append(left)
        result.todo.append(Self.typed(Place.letters(ofColumn: place)))
    }

    private mutating func close(
        _ variable: inout DraftedVariable, _ values: LabelledValues, _ column: SourceColumn
    ) {
        var taken = DraftNames()
        let entries = values.answers.enumerated().map { index, answer in
            DraftedList.Entry(
                name: taken.name(for: answer.label, otherwise: "answer_\(index + 1)"), code: answer.code,
                labels: labels(answer.label))
        }
        let known = result.lists.first { $0.categories == entries }
        let list = known ?? DraftedList(name: variable.name, categories: entries)
        if known == nil { result.lists.append(list) }
        variable.list = list.name
        variable.lines =
            list.categories.map {
                .init(source: column, operation: .answer, answer: $0.labels[language] ?? "", code: $0.name)
            }
            + values.missing.map {
                .init(
                    source: column, operation: .answer, answer: $0, code: "\(MissingReason.noAnswer.rawValue)",
                    note: "proposed")
            }
        if !values.missing.isEmpty {
            let words = values.missing.map { "\"\($0)\"" }.joined(separator: ", ")
            result.todo.append(
                "'\(variable.name)': the file counts \(words) as no answer; say for which reason, 9990 to 9998")
        }
    }

    private mutating func measure(
        _ variable: inout DraftedVariable, _ range: ClosedRange<Double>, _ column: SourceColumn
    ) {
        variable.type = .number
        // What somebody really said is not told: the range is for a person to give.
        let isShare = range.lowerBound >= 0 && range.upperBound <= 100
        variable.range = isShare ? 0...100 : nil
        variable.lines = [.init(source: column, operation: .number)]
        result.todo.append("'\(variable.name)': give the smallest and the largest number that can be true")
    }

    private mutating func open(_ variable: inout DraftedVariable, _ column: SourceColumn, _ tally: ColumnTally) {
        variable.type = .text
        variable.role = .open
        variable.lines = [.init(source: column, operation: .original)]
        let why =
            tally.filled < shared.rows
            ? "has hardly any answers: is it an open question?" : "is taken for an open question"
        result.todo.append("'\(variable.name)' \(why); name the column with its English translation")
    }

    // MARK: questions with several columns

    private mutating func add(_ block: QuestionBlock) {
        let options = block.columns.filter { look.columns[$0.place].areBoxes(of: $0.option) }
        // An open column beside the boxes is "other, please specify".
        if options.count > 1 || options.count == block.columns.count {
            addOptions(block, options)
            for column in block.columns where !options.contains(where: { $0.place == column.place }) {
                addRow(block, column)
            }
        } else {
            for column in block.columns { addRow(block, column) }
        }
    }

    private mutating func addOptions(_ block: QuestionBlock, _ options: [(place: Int, option: String)]) {
        guard var variable = begun(SourceColumn(question: block.question), block.columns[0].place) else { return }
        variable.type = .multi
        // The header's wording is the instrument's, not a respondent's.
        let list = list(options.map(\.option), for: variable.name)
        variable.list = list.name
        variable.lines = options.flatMap { place, option in lines(place, option, list) }
        result.variables.append(variable)
        result.todo.append(
            "'\(variable.name)' has a column for each option: is it a question with one answer (fold) or several?")
    }

    private func lines(_ place: Int, _ option: String, _ list: DraftedList) -> [DraftedVariable.Line] {
        let code = list.categories.first { $0.labels[language] == option }?.name ?? ""
        let marks = look.columns[place].counts.keys.map { TextFolding.folded($0) }
        let isMarked = marks.contains(where: ColumnTally.boxes.contains)
        let column = layout.columns[place]
        let answers = isMarked ? layout.export.boxes : Boxes(ticked: [option])
        return answers.ticked.map {
            .init(source: column, operation: .ticked, answer: $0, code: code, note: "proposed")
        }
            + answers.open.map { .init(source: column, operation: .ticked, answer: $0, note: "proposed") }
    }

    private mutating func addRow(_ block: QuestionBlock, _ column: (place: Int, option: String)) {
        guard var variable = begun(SourceColumn(question: "\(block.question) - \(column.option)"), column.place) else {
            return
        }
        let tally = look.columns[column.place]
        let source = layout.columns[column.place]
        if namePeople(column.place) { return leave(variable, column.place) }
        if let labelled = labelled(column.place) {
            variable.type = .matrixRow
            close(&variable, labelled, source)
        } else if tally.isClosed(tally.counts, k: shared.rows) {
            variable.type = .matrixRow
            close(&variable, tell(tally.counts), .answer, [source])
        } else if tally.areNumbers, let range = tally.range {
            measure(&variable, range, source)
        } else {
            open(&variable, source, tally)
        }
        result.variables.append(variable)
    }
}
