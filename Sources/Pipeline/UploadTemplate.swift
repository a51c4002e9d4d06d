public import WeirCore
import WeirFormats
public import WeirReport
public import WeirStudy

/// An empty table for a country's answers, with lists to choose from and instructions in the partner's language: for whom
/// the platform's export does not do.
public struct UploadTemplate {
    private let rules: CountryRules
    private let columns: [CrosswalkColumn]
    private let codebook: Codebook
    private let words: PartnerWords

    /// A template; nil when the study does not cover the country.
    public init?(study: Study, country: CountryCode, language: ReportLanguage? = nil) {
        guard let rules = study.rules(for: country), let crosswalk = study.crosswalks[country] else { return nil }
        self.rules = rules
        codebook = study.codebook
        words = PartnerWords(language ?? ReportLanguage(rawValue: rules.language) ?? .english)
        columns = Self.ordered(crosswalk)
    }

    /// About the interview first, then question by question, an original before its translation. Columns that two lines of
    /// the crosswalk share stand once.
    private static func ordered(_ crosswalk: Crosswalk) -> [CrosswalkColumn] {
        func rank(_ column: CrosswalkColumn) -> (Int, Int, Int, Int) {
            let first: [CrosswalkOperation] = [.id, .collector, .submitted, .flag]
            let isTranslation = column.operation == .translation ? 1 : 0
            if let place = first.firstIndex(of: column.operation) { return (place, 0, 0, 0) }
            return (first.count, column.variable, isTranslation, column.line)
        }
        var seen: Set<SourceColumn> = []
        return crosswalk.columns.sorted { rank($0) < rank($1) }.filter { seen.insert($0.source).inserted }
    }

    /// The workbook's bytes.
    public var bytes: [UInt8] {
        var lines = introduction
        var rules: [FormWorkbook.Rule] = []
        for column in columns { rules.append(rule(column, &lines)) }
        let form = zip(columns, rules).map { column, rule in
            FormWorkbook.Column(headers: headers(column), rule: rule, prompt: prompt(column))
        }
        return FormWorkbook(
            names: (words.text("template/sheet-data"), words.text("template/sheet-help")), columns: headed(form),
            lines: lines, refusal: words.text("template/not-allowed")
        ).bytes
    }

    private var hasParts: Bool { columns.contains { !$0.source.part.isEmpty } }

    private func headers(_ column: CrosswalkColumn) -> [String] {
        hasParts ? [column.source.question, column.source.part] : [column.source.question]
    }

    /// A question of several columns stands above the first of them only, as in the platform's own export.
    private func headed(_ form: [FormWorkbook.Column]) -> [FormWorkbook.Column] {
        guard hasParts else { return form }
        var last = ""
        return form.map { column in
            var column = column
            let question = column.headers[0]
            if question == last, !column.headers[1].isEmpty { column.headers[0] = "" }
            last = question
            return column
        }
    }

    private var introduction: [FormWorkbook.Line] {
        let separator = columns.lazy.compactMap { column -> String? in
            if case .split(let separator) = column.operation { separator } else { nil }
        }.first
        let texts: [String?] = [
            words.text("template/rows", ["n": hasParts ? "3" : "2"]), words.text("template/ids"),
            words.text("template/lists"), separator.map { words.text("template/several", ["mark": $0]) },
            words.text("template/dates", ["example": date]),
            words.text("template/decimals", ["example": rules.decimalMark == UInt8(ascii: ",") ? "37,5" : "37.5"]),
            words.text("template/preferred"), words.text("template/english"), words.text("template/online"),
            words.text("template/names"), words.text("template/check"), words.text("template/translator"),
        ]
        return [FormWorkbook.Line(words.text("template/title"), isHeading: true)]
            + texts.compactMap { $0.map { FormWorkbook.Line($0) } }
            + [FormWorkbook.Line(""), FormWorkbook.Line(words.text("template/answers-title"), isHeading: true)]
            + (words.isReviewed ? [] : [FormWorkbook.Line(words.text("machine"))])
    }

    private var date: String {
        switch rules.dateOrder {
        case .dayMonthYear: "15/06/2021 14:30"
        case .monthDayYear: "06/15/2021 02:30 PM"
        case .yearMonthDay: "2021-06-15 14:30"
        }
    }

    /// Adds a question's answers to the instructions, where its list points to.
    private func rule(_ column: CrosswalkColumn, _ lines: inout [FormWorkbook.Line]) -> FormWorkbook.Rule {
        let variable = codebook.variables[column.variable]
        switch column.operation {
        case .number, .reversed: return variable.range.map { .number($0) } ?? .anything
        case .answer, .fold, .ticked, .split, .flag: break
        default: return .anything
        }
        guard !column.answers.isEmpty else { return .anything }
        lines.append(.init(title(column, variable), isHeading: true))
        let first = lines.count + 1
        let labelled = column.labelled(for: variable, in: rules.language)
        lines += choices(column, labelled).map { FormWorkbook.Line($0) }
        let list = FormWorkbook.Rule.list(first...lines.count)
        if labelled.isEmpty { lines += meanings(column, variable) }
        if case .split = column.operation { return .anything }
        return list
    }

    private func title(_ column: CrosswalkColumn, _ variable: Variable) -> String {
        let header = [column.source.question, column.source.part].filter { !$0.isEmpty }.joined(separator: " / ")
        let label = variable.labels[rules.language] ?? ""
        return label.isEmpty || label == column.source.question ? header : "\(header): \(label)"
    }

    /// The answers in their order; codes that have a meaning with it.
    private func choices(
        _ column: CrosswalkColumn, _ labelled: [(text: String, code: UInt16)]
    ) -> [String] {
        column.answers.map { answer in
            labelled.first { $0.code == answer.code && $0.text.hasPrefix(answer.text + " – ") }?.text ?? answer.text
        }
    }

    /// What answers mean that are worded otherwise than the codebook has it.
    private func meanings(_ column: CrosswalkColumn, _ variable: Variable) -> [FormWorkbook.Line] {
        let pairs = column.answers.compactMap { answer -> String? in
            let label = variable.categories.first { $0.code == answer.code }?.labels[rules.language] ?? ""
            return label.isEmpty || label == answer.text ? nil : "\(answer.text) = \(label)"
        }
        return pairs.isEmpty ? [] : [FormWorkbook.Line(pairs.joined(separator: "; "))]
    }

    private func prompt(_ column: CrosswalkColumn) -> String {
        let variable = codebook.variables[column.variable]
        switch column.operation {
        case .translation: return words.text("template/translation")
        case .original, .other: return words.text("template/original")
        case .split: return words.text("template/pick-several")
        case .number, .reversed:
            guard let range = variable.range else { return title(column, variable) }
            return words.text(
                "template/number", ["from": range.lowerBound.written, "to": range.upperBound.written])
        case .answer, .fold, .ticked, .flag: return words.text("template/pick")
        case .submitted: return words.text("template/dates", ["example": date])
        case .id: return words.text("template/ids")
        case .collector: return words.text("template/collector")
        }
    }
}
