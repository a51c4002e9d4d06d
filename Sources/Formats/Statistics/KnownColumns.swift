public import WeirCore

/// Which headers a study's crosswalk knows, and which answers below each. A data file of a statistics program names a
/// column twice, by a short name and by a label, and an answer too, by its code and its label: what the crosswalk
/// knows decides which of the two is read.
public struct KnownColumns: Codable, Sendable {
    private var answers: [String: Set<String>] = [:]
    /// Columns whose cells are numbers, ids or dates.
    private var numbers: Set<String> = []

    /// Nothing is known: labels are read.
    public static let none = KnownColumns()

    private init() {}

    /// What a crosswalk knows.
    public init(_ crosswalk: Crosswalk) {
        for column in crosswalk.columns {
            let header = TextFolding.folded(column.source.question)
            answers[header, default: []].formUnion(column.answers.map { TextFolding.folded($0.text) })
            switch column.operation {
            case .number, .reversed, .id, .collector, .submitted: numbers.insert(header)
            default: break
            }
        }
    }

    /// Whether a column is called so.
    func has(_ header: String) -> Bool { answers[TextFolding.folded(header)] != nil }

    /// Whether a label would stand in the way of the column's numbers.
    func wantsNumbers(_ header: String) -> Bool { numbers.contains(TextFolding.folded(header)) }

    /// How many of some texts are answers in a column.
    func count(of texts: [String], in header: String) -> Int {
        let known = answers[TextFolding.folded(header)] ?? []
        return texts.count { known.contains(TextFolding.folded($0)) }
    }
}
