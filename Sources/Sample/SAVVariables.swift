import WeirCore
import WeirFormats

/// The variables of an upload that is a data file of SPSS, as SurveyMonkey makes them: what identifies the interview has
/// a name, a question has a number, and its wording is the label.
enum SAVVariables {
    /// As wide as the open answers of any study are long, and not much wider.
    private static let longText = 512
    private static let shortText = 128

    static func of(_ columns: [UploadColumn], _ rules: CountryRules) -> [SAVWriter.Variable] {
        columns.enumerated().map { place, column in
            let header =
                column.source.part.isEmpty
                ? column.source.question : "\(column.source.question) - \(column.source.part)"
            let digits = String(place + 1)
            let number = "q" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return SAVWriter.Variable(
                name: isName(header) ? header : number, label: header, kind: kind(column.content, rules))
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.first.map { $0.isASCII && $0.isLetter } == true
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0 & 0xDF) || $0 == 95 }
    }

    private static func kind(_ content: UploadColumn.Content, _ rules: CountryRules) -> SAVWriter.Variable.Kind {
        switch content {
        case .metadata, .collector: .text(width: shortText)
        case .id: .number(mark: rules.decimalMark)
        case .submitted: .moment
        case .closed(let cell): coded(cell.choices.map(\.wording), first: 1)
        case .option(_, _, let ticked, let notTicked):
            notTicked.isEmpty ? coded([ticked], first: 1) : coded([notTicked, ticked], first: 0)
        case .number: .number(mark: rules.decimalMark)
        case .list, .original, .translation: .text(width: longText)
        }
    }

    /// Wording that is too long for a label stays text.
    private static func coded(_ wording: [[UInt8]], first: Int) -> SAVWriter.Variable.Kind {
        wording.allSatisfy { $0.count <= SAVDictionary.longestLabel }
            ? .coded(wording.map { String(decoding: $0, as: UTF8.self) }, first: first) : .text(width: longText)
    }
}
