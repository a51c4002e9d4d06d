public import Foundation
public import WeirCore

/// Writes a drafted study as a folder that `weir study check` and `weir merge` accept as a start.
public struct StudyFolder {
    /// Why nothing was written.
    public enum Refusal: Error, Equatable {
        /// Something of this name is there already.
        case exists(String)
    }

    private let draft: StudyDraft
    private let country: CountryCode
    private let consent: DraftedVariable?

    /// A folder for a draft, with one country.
    public init(_ draft: StudyDraft, country: CountryCode) {
        self.draft = draft
        self.country = country
        consent = draft.variables.first {
            $0.type == .single && $0.isQuestion && ($0.name.contains("consent") || $0.name.contains("consentimiento"))
        }
    }

    /// What is left for a person: what every study has to decide, then what this file leaves open.
    public var todo: [String] {
        var all = ["give the study a title, in pipeline.yaml"]
        all.append(
            consent.map {
                "look whether '\($0.name)' is the question about consent, and which answer gives it, in pipeline.yaml"
            } ?? "say which question asks for consent, in pipeline.yaml: until then nobody counts as having given it")
        all.append("name the keys over which risk is measured, in pipeline.yaml")
        all.append("give each variable its role, in codebook/variables.csv: key, case, office, open or plain")
        if country.letters == "XX" { all.append("give the country its letters instead of XX, in all files") }
        let used = Set(draft.variables.map(\.list))
        let wordings =
            draft.variables.map(\.labels)
            + draft.lists.filter { used.contains($0.name) }.flatMap { $0.categories.map(\.labels) }
        if wordings.contains(where: { $0["en"] == nil }) {
            all.append("write the English wording where 'undecided' stands, in codebook")
        }
        if lines.contains(where: { $0.contains("proposed") }) {
            all.append("confirm the lines of crosswalks/\(country).csv: take 'proposed' away from each that is right")
        }
        return all + draft.todo
    }

    /// Writes the folder.
    /// - Throws: `Refusal`, or what the file system says.
    public func write(to folder: URL) throws {
        guard !FileManager.default.fileExists(atPath: folder.path) else { throw Refusal.exists(folder.path) }
        for name in ["codebook", "crosswalks"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        let files = [
            ("pipeline.yaml", pipeline), ("codebook/variables.csv", variables), ("codebook/categories.csv", categories),
            ("crosswalks/\(country).csv", CSVText.text([Self.crosswalkHeader] + lines)),
            ("to-decide.txt", todo.map { "- \($0)\n" }.joined()),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    }

    static let crosswalkHeader = ["variable", "source", "part", "operation", "answer", "code", "note"]

    /// The crosswalk's lines, sorted as the check wants them.
    private var lines: [[String]] { CSVText.sorted(draft.variables.flatMap(Self.lines)) }

    static func lines(of variable: DraftedVariable) -> [[String]] {
        variable.lines.map {
            [variable.name, $0.source.question, $0.source.part, $0.operation.text, $0.answer, $0.code, $0.note]
        }
    }

    private func column(_ tag: String) -> String {
        let name = Locale(identifier: "en").localizedString(forLanguageCode: tag) ?? tag
        return "label::\(name) (\(tag))"
    }

    private func wording(_ labels: [String: String]) -> [String] {
        draft.languages.map { labels[$0] ?? ($0 == "en" ? "undecided" : "") }
    }

    private var variables: String {
        let header =
            ["name", "section", "type", "list_name"] + draft.languages.map(column)
            + ["universe", "role", "required", "countries", "minimum", "maximum", "select_limit", "basis"]
        let place = DraftedVariable(
            name: "country", type: .single, list: "country", labels: ["en": "Country"], role: .key)
        let head = draft.variables.prefix { !$0.isQuestion }
        let all = Array(head) + [place] + draft.variables.dropFirst(head.count)
        return CSVText.text(
            [header]
                + all.map { variable in
                    // A number has bounds; the widest there are stand until somebody gives them.
                    let range = variable.type.isNumeric ? variable.range ?? 0...9989 : nil
                    return [variable.name, variable.section, variable.type.rawValue, variable.list]
                        + wording(variable.labels) + [variable.universe, variable.role.rawValue]
                        + [variable.isRequired ? "yes" : "no", ""]
                        + [range?.lowerBound.written ?? "", range?.upperBound.written ?? "", "", "assumed"]
                })
    }

    private var categories: String {
        let header = ["list_name", "name", "code"] + draft.languages.map(column) + ["countries", "basis"]
        let used = Set(draft.variables.map(\.list))
        let country = DraftedList(
            name: "country",
            categories: [.init(name: country.letters, code: 1, labels: ["en": countryName])])
        let lists = [country] + draft.lists.filter { used.contains($0.name) }
        return CSVText.text(
            [header]
                + lists.flatMap { list in
                    list.categories.map {
                        [list.name, $0.name, String($0.code)] + wording($0.labels) + ["", "assumed"]
                    }
                })
    }

    private var countryName: String {
        Locale(identifier: "en").localizedString(forRegionCode: country.letters) ?? "undecided"
    }

    private var given: String {
        let agreed = consent.flatMap { consent in draft.lists.first { $0.name == consent.list }?.categories.first?.name
        }
        guard let consent, let agreed else { return "${country} != '\(country)'" }
        return "${\(consent.name)} = '\(agreed)'"
    }

    private var pipeline: String {
        let layout = draft.layout.map { ", layout: \($0.rawValue)" } ?? ""
        return """
            # Drafted by weir from a file. to-decide.txt lists what a person has to decide; `weir study check` finds mistakes.
            title: "undecided"
            version: "1"
            country_variable: country

            # To decide: the characteristics over which the risk of recognition is measured, taken together.
            keys: [country]

            # To decide: \(consent == nil ? "which question asks for consent; until then nobody has given it." : "is this the question, and the answer?")
            consent:
              given: "\(given)"
              scope: [internal]

            # To decide: eligibility: questions in the order in which they were asked; the first one that is failed ends the interview.

            sufficient_partial: 0.8
            merged: [complete]

            # To decide: is the order of day, month and year right, and the sign before decimals?
            countries:
              \(country): {name: \(countryName), language: \(draft.language), platform: \(draft.platform), dates: \(draft.dates.rawValue), decimal: ".", uploads: replaces\(layout)}

            stages:
              - ingest
              - redact: {open answers: withhold}
              - harmonise
              - merge
              - protect: {measure: only}
              - deliver: {formats: csv}
              - record

            """
    }
}

/// Small tables as text that spreadsheets and weir read.
enum CSVText {
    static func text(_ rows: [[String]]) -> String { rows.map { line($0) + "\n" }.joined() }

    /// Lines in the order of their bytes.
    static func sorted(_ rows: [[String]]) -> [[String]] {
        rows.map { (Array(line($0).utf8), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }

    private static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

    private static func cell(_ text: String) -> String {
        // One line for each record, so that a change is a difference of one line.
        let flat = text.map { $0.isNewline ? " " : $0 }
        guard flat.contains(where: { ",;\t|\"".contains($0) }) || flat.first == " " || flat.last == " " else {
            return String(flat)
        }
        return "\"" + flat.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
