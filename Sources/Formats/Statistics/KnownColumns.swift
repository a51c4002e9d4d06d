public import WeirCore

/// Which headers a study's crosswalk knows, and which answers below each. A data file of a statistics program names a
/// column twice, by a short name and by a label, and an answer too, by its code and its label: what the crosswalk
/// knows decides which of the two is read.
public struct KnownColumns: Codable, Sendable {
    /// A column of the crosswalk.
    struct Column: Codable, Sendable {
        /// What one header row says: the question, and an option behind a dash.
        var header: String
        /// Folded.
        var answers: Set<String> = []
        /// Whether its cells are numbers, ids or dates.
        var isNumber = false
        /// Whether it says of one option that it is ticked.
        var isBox = false

        /// How many of some texts are answers.
        func count(of texts: [String]) -> Int { texts.count { answers.contains(TextFolding.folded($0)) } }
    }

    private var columns: [Column] = []
    /// By the folded header.
    private var places: [String: Int] = [:]
    /// By the header's letters and digits: names of variables have no other signs, and labels have others.
    private var likely: [String: [Int]] = [:]

    /// Labels are cut off behind so many characters at least; Stata leaves 80. As many are enough to know a header by,
    /// when only one begins so.
    static let shortestCut = 64

    /// Nothing is known: labels are read.
    public static let none = KnownColumns()

    private init() {}

    /// What a crosswalk knows.
    public init(_ crosswalk: Crosswalk) {
        for column in crosswalk.columns {
            let (question, part) = (column.source.question, column.source.part)
            add(column, header: question, isWhole: part.isEmpty)
            // Below a question alone stands a word that says nothing, in every language the same.
            let saysNothing = ["", "response", "open-ended response"].contains(TextFolding.folded(part))
            if !saysNothing { add(column, header: "\(question) - \(part)", isWhole: true) }
        }
    }

    private mutating func add(_ column: CrosswalkColumn, header: String, isWhole: Bool) {
        let place = place(of: header)
        columns[place].answers.formUnion(column.answers.map { TextFolding.folded($0.text) })
        switch column.operation {
        case .number, .reversed, .id, .collector, .submitted: columns[place].isNumber = true
        case .ticked: columns[place].isBox = isWhole
        default: break
        }
    }

    private mutating func place(of header: String) -> Int {
        let folded = TextFolding.folded(header)
        if let place = places[folded] { return place }
        columns.append(Column(header: header))
        places[folded] = columns.count - 1
        likely[Self.letters(folded), default: []].append(columns.count - 1)
        return columns.count - 1
    }

    /// The column that a variable is, and what to call it; nil when the crosswalk knows neither its label nor its name.
    ///
    /// What is spelt alike goes first. Then signs count no longer: `g1/age` is a variable named `g1_age`, and
    /// `Question: Option` a question's option. Then a long label may have been cut off; of columns that begin alike the
    /// answers tell.
    func column(label: String, name: String, answers: [String]) -> (header: String, column: Column)? {
        for text in [label, name] where !text.isEmpty {
            if let place = places[TextFolding.folded(text)] { return (text, columns[place]) }
        }
        let found = alike(label) ?? alike(name) ?? beginning(with: label, answers)
        return found.map { (columns[$0].header, columns[$0]) }
    }

    private func alike(_ text: String) -> Int? {
        let found = text.isEmpty ? [] : likely[Self.letters(TextFolding.folded(text))] ?? []
        return found.count == 1 ? found[0] : nil
    }

    private func beginning(with label: String, _ answers: [String]) -> Int? {
        guard label.count >= Self.shortestCut else { return nil }
        let start = TextFolding.folded(label)
        let found = places.filter { $0.key.hasPrefix(start) }.map(\.value)
        if found.count == 1 { return found[0] }
        let answered = found.filter { columns[$0].count(of: answers) > 0 }
        return answered.count == 1 ? answered[0] : nil
    }

    /// Letters and digits, and one sign for whatever stands between them.
    private static func letters(_ text: String) -> String {
        text.split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    }
}
