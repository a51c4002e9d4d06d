import CWording
import WeirCore
import WeirFormats

/// The words of partners' reports in one language, from `Sources/Wording/wording.csv`: a table that translators edit in a
/// spreadsheet. A place to fill in is `{name}`; a key that ends in `#one`, `#few` or `#other` is a plural form.
struct Wording {
    /// The English words.
    static let english = Wording(.english)

    let language: ReportLanguage
    private let texts: [String: String]
    /// Whether a person has looked at every text of this language.
    let isReviewed: Bool

    init(_ language: ReportLanguage, in catalogue: WordingCatalogue = .shipped) {
        self.language = language
        texts = catalogue.entries.compactMapValues { $0.texts[language] }
        isReviewed = catalogue.entries.values.allSatisfy {
            $0.texts[language]?.isEmpty ?? true || $0.reviewers.keys.contains(language)
        }
    }

    /// A text with its places filled in. Every key that the program uses is in the catalogue, which a test rules on.
    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        WordingCatalogue.fill(texts[key] ?? key, values)
    }

    /// A text in the form that goes with a number, which is also filled in as `{n}`.
    func plural(_ key: String, _ number: Int, _ values: [String: String] = [:]) -> String {
        let form = language.pluralForm(of: number).rawValue
        return text("\(key)#\(form)", values.merging(["n": String(number)]) { own, _ in own })
    }

    /// A finding in words.
    func message(
        _ code: DiagnosticCode, label: String, count: String, example: String = ""
    ) -> (what: String, expected: String, remedy: String) {
        func part(_ name: String) -> String {
            text("\(code.rawValue)/\(name)", ["label": label, "n": count, "example": example])
        }
        return (part("what"), part("expected"), part("todo"))
    }
}

/// The whole table.
struct WordingCatalogue {
    /// One line of it.
    struct Entry {
        var texts: [ReportLanguage: String]
        /// Who looked at the wording, by language: `sq: A. Hoxha; es: J. Pérez`.
        var reviewers: [ReportLanguage: String]
    }

    var entries: [String: Entry]

    /// The table in the program.
    static let shipped: WordingCatalogue = {
        let bytes = UnsafeBufferPointer(start: weir_wording_bytes(), count: weir_wording_count())
        guard let catalogue = try? WordingCatalogue(Array(bytes)) else {
            preconditionFailure("wording.csv is no table")
        }
        return catalogue
    }()

    /// Reads a table as spreadsheets save it: comma, semicolon or tab.
    /// - Throws: `Diagnostics` when it is none.
    init(_ bytes: [UInt8]) throws {
        let table = try SmallTable(bytes, name: "wording.csv")
        let columns = Dictionary(table.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = table.records.map { record in
            func cell(_ name: String) -> String { columns[name].map { record.cells[$0] } ?? "" }
            let texts = ReportLanguage.allCases.map { ($0, cell($0.rawValue)) }
            return (
                cell("key"),
                Entry(
                    texts: Dictionary(uniqueKeysWithValues: texts), reviewers: Self.reviewers(cell("reviewed_by")))
            )
        }
        entries = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func reviewers(_ cell: String) -> [ReportLanguage: String] {
        let pairs = cell.split(separator: ";").compactMap { part -> (ReportLanguage, String)? in
            let halves = part.split(separator: ":", maxSplits: 1).map {
                $0.split(separator: " ").joined(separator: " ")
            }
            guard halves.count == 2, let language = ReportLanguage(rawValue: halves[0]), !halves[1].isEmpty else {
                return nil
            }
            return (language, halves[1])
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// Fills in places once: a value with braces of its own stays as it is.
    static func fill(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            result += rest[..<open] + (values[name] ?? "{\(name)}")
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
