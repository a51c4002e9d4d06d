/// How a source column answers a variable. One operation, one line in the analysts' table.
public enum CrosswalkOperation: Equatable, Hashable, Sendable {
    /// The cell is one answer; blank is no answer.
    case answer
    /// One of several columns of a single-choice question, each holding its own answer or nothing.
    case fold
    /// One column per option of a multi-select: the listed answer ticks the option.
    case ticked
    /// All picked options in one cell, between separators.
    case split(separator: String)
    /// A number, with the country's decimal mark.
    case number
    /// A number on a scale that runs the other way: the value is the given end minus the number.
    case reversed(end: Double)
    /// Only the listed answers count; anything else is left behind.
    case flag
    /// Text beside a closed question: when it is filled, the listed category is chosen.
    case other
    /// The English translation of an open answer.
    case translation
    /// The original of an open answer: its presence is noted, the text never passes Ingest.
    case original
    /// The respondent's id on the platform: hashed, never kept.
    case id
    /// The survey or collector the respondent came through: hashed with the id, never kept.
    case collector
    /// The time of submission, of which the month is kept.
    case submitted

    /// The operation as written in a crosswalk.
    public var text: String {
        switch self {
        case .answer: "answer"
        case .fold: "fold"
        case .ticked: "ticked"
        case .split(let separator): separator == " " ? "split blank" : "split \(separator)"
        case .number: "number"
        case .reversed(let end): "reversed \(end.written)"
        case .flag: "flag"
        case .other: "other"
        case .translation: "translation"
        case .original: "original"
        case .id: "id"
        case .collector: "collector"
        case .submitted: "submitted"
        }
    }

    /// Reads an operation; nil when it is none of the above.
    public init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first ?? "", words.count == 2 ? words[1] : nil) {
        case ("answer", nil): self = .answer
        case ("fold", nil): self = .fold
        case ("ticked", nil): self = .ticked
        // A blank at the end of a cell would be lost.
        case ("split", "blank"?): self = .split(separator: " ")
        case ("split", let separator?): self = .split(separator: separator)
        case ("number", nil): self = .number
        case ("reversed", let end?):
            guard let end = Double(end), end.isFinite else { return nil }
            self = .reversed(end: end)
        case ("flag", nil): self = .flag
        case ("other", nil): self = .other
        case ("translation", nil): self = .translation
        case ("original", nil): self = .original
        case ("id", nil): self = .id
        case ("collector", nil): self = .collector
        case ("submitted", nil): self = .submitted
        default: return nil
        }
    }

    /// Whether answers are listed, each with its code.
    public var hasAnswers: Bool {
        switch self {
        case .answer, .fold, .ticked, .split, .flag: true
        default: false
        }
    }

    /// Whether the cell's content goes on to the later stages.
    public var passesIngest: Bool {
        switch self {
        case .original, .id, .collector, .submitted: false
        default: true
        }
    }
}

/// The name of a source column: the header's text and, under a two-row header, the second row's.
public struct SourceColumn: Hashable, Sendable {
    /// The question's text or code.
    public var question: String
    /// The option's or row's text under it; empty under a one-row header.
    public var part: String

    /// A source column.
    public init(question: String, part: String = "") {
        self.question = question
        self.part = part
    }
}

extension CrosswalkColumn {
    /// Answers that are bare codes, with what they mean behind them: `1 – Excelente`. Lists to choose from say them so,
    /// and they are read like the codes.
    public func labelled(for variable: Variable, in language: String) -> [(text: String, code: UInt16)] {
        guard operation == .answer || operation == .fold || isSplit else { return [] }
        return answers.compactMap { answer in
            guard !answer.text.isEmpty, answer.text.allSatisfy(\.isWholeNumber) else { return nil }
            let label = variable.categories.first { $0.code == answer.code }?.labels[language] ?? ""
            return label.isEmpty ? nil : ("\(answer.text) – \(label)", answer.code)
        }
    }

    private var isSplit: Bool {
        if case .split = operation { true } else { false }
    }
}

/// What one source column means for one variable.
public struct CrosswalkColumn: Sendable {
    /// The variable's index in the codebook.
    public var variable: Int
    /// The column in the upload.
    public var source: SourceColumn
    /// How the cell is read.
    public var operation: CrosswalkOperation
    /// The answers as the instrument words them, with their codes (a category's or a missing reason's).
    public var answers: [(text: String, code: UInt16)]
    /// The first line in the crosswalk's file.
    public var line: Int

    /// A crosswalk column.
    public init(
        variable: Int, source: SourceColumn, operation: CrosswalkOperation,
        answers: [(text: String, code: UInt16)] = [], line: Int = 0
    ) {
        self.variable = variable
        self.source = source
        self.operation = operation
        self.answers = answers
        self.line = line
    }
}

/// How one country's upload becomes the harmonised variables. It holds wording of the instrument only.
public struct Crosswalk: Sendable {
    /// The country.
    public var country: CountryCode
    /// The source columns, in the order of the crosswalk's file.
    public var columns: [CrosswalkColumn]

    /// A crosswalk.
    public init(country: CountryCode, columns: [CrosswalkColumn]) {
        self.country = country
        self.columns = columns
    }

    /// The columns whose cells go on from Ingest, in the order of a batch's cells.
    public var passing: [CrosswalkColumn] { columns.filter(\.operation.passesIngest) }
}
