import WeirCore
import Yams

/// `pipeline.yaml` as written: its words are checked, its variables not yet.
struct PipelineFile {
    var title: String
    var version: String
    var about: StudyAbout
    var countryVariable: Mention
    var keys: [Mention]
    var consentScope: [String]
    var dispositions: DispositionRules
    var countries: [CountryRules]
    var stages: [StageSetting]
    /// What has to fit the codebook: the eligibility questions, and all expressions.
    var questions: [Mention]
    var universes: [(universe: Universe, place: Place)]

    static let name = "pipeline.yaml"

    static func read(_ bytes: [UInt8], problems: inout [Diagnostic]) -> PipelineFile? {
        var reader = YAMLReader(file: name)
        defer { problems.append(contentsOf: reader.problems) }
        guard let root = reader.root(String(decoding: bytes, as: UTF8.self)) else { return nil }
        reader.check(
            root,
            keys: [
                "title", "version", "country_variable", "keys", "consent", "eligibility", "test", "sufficient_partial",
                "merged", "countries", "stages", "field_period", "about",
            ])
        var file = PipelineFile(
            title: reader.text(root, "title"), version: reader.text(root, "version"),
            about: root["about"].map { AboutReader(node: $0).read(&reader) } ?? StudyAbout(),
            countryVariable: reader.mention(root, "country_variable"), keys: reader.mentions(root, "keys"),
            consentScope: root["consent"].map { scope(&reader, $0) } ?? [],
            dispositions: dispositions(&reader, root), countries: countries(&reader, root),
            stages: stages(&reader, root), questions: [], universes: [])
        for hurdle in root["eligibility"]?.sequence ?? [] where hurdle["question"]?.scalar != nil {
            file.questions.append(reader.mention(hurdle, "question"))
        }
        file.universes = reader.universes
        return file
    }

    /// What respondents can agree to.
    static let scopes = ["internal", "analysis", "quotes", "sharing", "archive"]

    private static func scope(_ reader: inout YAMLReader, _ consent: Node) -> [String] {
        reader.check(consent, keys: ["given", "scope"])
        guard consent["scope"] != nil else { return ["internal"] }
        let scope = reader.texts(consent, "scope")
        for word in scope where !scopes.contains(word) {
            reader.note(.studyField, consent["scope"], scopes.joined(separator: ", "))
        }
        return scope
    }

    private static func dispositions(_ reader: inout YAMLReader, _ root: Node) -> DispositionRules {
        var consent = Universe.everyone
        if let node = root["consent"] {
            consent = reader.universe(node, "given")
        } else {
            reader.note(.studyBlank, root, "consent")
        }
        let share = Double(reader.text(root, "sufficient_partial", default: "1"))
        if share == nil || !(0...1).contains(share!) { reader.note(.studyNumber, root["sufficient_partial"], "0 … 1") }
        return DispositionRules(
            test: root["test"] == nil ? nil : reader.universe(root, "test"), consent: consent,
            eligibility: hurdles(&reader, root), sufficientShare: share ?? 1, merged: merged(&reader, root))
    }

    private static func merged(_ reader: inout YAMLReader, _ root: Node) -> Set<Disposition> {
        let allowed: [Disposition] = [.complete, .sufficientPartial]
        let words = reader.texts(root, "merged")
        let merged = words.compactMap { word in allowed.first { $0.word == word } }
        if root["merged"]?.sequence != nil, merged.isEmpty || merged.count < words.count {
            reader.note(.studyField, root["merged"], allowed.map(\.word).joined(separator: ", "))
        }
        return Set(merged)
    }

    private static func hurdles(_ reader: inout YAMLReader, _ root: Node) -> [DispositionRules.Hurdle] {
        if let node = root["eligibility"], node.sequence == nil { reader.note(.studyShape, node, "eligibility: [ … ]") }
        return (root["eligibility"]?.sequence ?? []).map { node in
            reader.check(node, keys: ["question", "passes", "otherwise"])
            let word = reader.text(node, "otherwise", default: Disposition.notEligible.word)
            let otherwise = Disposition(word: word)
            if otherwise != .underAge, otherwise != .notEligible {
                reader.note(.studyField, node["otherwise"], "under age, not eligible")
            }
            return DispositionRules.Hurdle(
                variable: reader.text(node, "question"), passes: reader.universe(node, "passes"),
                otherwise: otherwise ?? .notEligible)
        }
    }

    private static func countries(_ reader: inout YAMLReader, _ root: Node) -> [CountryRules] {
        guard let mapping = root["countries"]?.mapping, !mapping.isEmpty else {
            reader.note(.studyShape, root["countries"] ?? root, "countries: {AL: { … }}")
            return []
        }
        let fieldPeriod = fieldPeriod(&reader, root)
        var countries: [CountryRules] = []
        for (key, node) in mapping {
            guard let country = CountryCode(key.string ?? "") else {
                reader.note(.studyField, key, "AL, BA …")
                continue
            }
            if countries.contains(where: { $0.country == country }) {
                reader.note(.studyDuplicate, key, country.letters)
            }
            countries.append(rules(&reader, country, node))
            countries[countries.count - 1].fieldPeriod = fieldPeriod
        }
        return countries
    }

    /// `2021-04..2021-08`: both months belong to it.
    private static func fieldPeriod(_ reader: inout YAMLReader, _ root: Node) -> ClosedRange<Month>? {
        guard let node = root["field_period"] else { return nil }
        let months = (node.scalar?.string ?? "").split(separator: "..").map { Month($0) }
        if months.count == 2, let first = months[0], let last = months[1], first <= last { return first...last }
        reader.note(.studyShape, node, "field_period: 2021-01..2021-12")
        return nil
    }

    private static func rules(_ reader: inout YAMLReader, _ country: CountryCode, _ node: Node) -> CountryRules {
        reader.check(node, keys: ["name", "language", "platform", "dates", "decimal", "uploads", "encoding", "layout"])
        let mark = reader.text(node, "decimal", default: ".")
        if mark != ".", mark != "," { reader.note(.studyField, node["decimal"], "\".\", \",\"") }
        return CountryRules(
            country: country, name: reader.text(node, "name"), language: reader.text(node, "language"),
            platform: platform(&reader, node), decimalMark: mark.utf8.first ?? 46,
            dateOrder: reader.word(node, "dates", default: .dayMonthYear),
            uploads: reader.word(node, "uploads", default: .replaces), encoding: encoding(&reader, node),
            layout: layout(&reader, node))
    }

    /// Pseudonyms are made from it, and the notes of withdrawals have it as one word of a line.
    private static func platform(_ reader: inout YAMLReader, _ node: Node) -> String {
        let name = reader.text(node, "platform")
        if node["platform"]?.scalar != nil, name.isEmpty || name.contains(where: \.isWhitespace) {
            reader.note(.studyField, node["platform"], "one word, as surveymonkey, kobo or limesurvey")
        }
        return name
    }

    private static func encoding(_ reader: inout YAMLReader, _ node: Node) -> TextEncoding? {
        guard node["encoding"] != nil else { return nil }
        let encoding = TextEncoding(declared: reader.text(node, "encoding"))
        if encoding == nil {
            reader.note(.studyField, node["encoding"], TextEncoding.allCases.map(\.word).joined(separator: ", "))
        }
        return encoding
    }

    private static func layout(_ reader: inout YAMLReader, _ node: Node) -> DeclaredLayout? {
        guard node["layout"] != nil else { return nil }
        let layout = DeclaredLayout(reader.text(node, "layout"))
        if layout == nil {
            reader.note(.studyField, node["layout"], ExportLayout.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return layout
    }

    /// A stage is a name, or a name with settings.
    private static func stages(_ reader: inout YAMLReader, _ root: Node) -> [StageSetting] {
        guard let sequence = root["stages"]?.sequence else {
            reader.note(.studyShape, root["stages"] ?? root, "stages: [ingest, redact, …]")
            return []
        }
        return sequence.compactMap { node in
            let place = reader.place(of: node)
            if let name = node.string { return StageSetting(name: name, settings: [:], place: place) }
            guard let (key, value) = node.mapping?.first, let name = key.string else { return nil }
            return setting(of: name, value, place, reader)
        }
    }

    private static func setting(
        of name: String, _ node: Node, _ place: Place, _ reader: YAMLReader
    ) -> StageSetting {
        var stage = StageSetting(name: name, settings: [:], place: place)
        for (key, value) in leaves(of: node, below: "") {
            stage.settings[key] = value.sequence.map(words) ?? value.string ?? ""
            stage.places[key] = reader.place(of: value)
        }
        return stage
    }

    private static func words(_ list: Node.Sequence) -> String { list.map { $0.string ?? "" }.joined(separator: " ") }

    /// The settings of a mapping, those inside another by both words.
    private static func leaves(of node: Node, below path: String) -> [(String, Node)] {
        (node.mapping ?? [:]).flatMap { key, value -> [(String, Node)] in
            let name = path + (key.string ?? "")
            return value.mapping == nil ? [(name, value)] : leaves(of: value, below: name + " ")
        }
    }
}

/// What `pipeline.yaml` says of variables, compared with the codebook.
struct PipelineReferences {
    var countryVariable: Int?
    var keys: [Int] = []
    var problems: [Diagnostic] = []

    init(file: PipelineFile, codebook: Codebook) {
        countryVariable = find(file.countryVariable, in: codebook)
        keys = file.keys.compactMap { find($0, in: codebook) }
        for question in file.questions { _ = find(question, in: codebook) }
        for (universe, place) in file.universes {
            let check = UniverseCheck(known: codebook.variables, declared: [], place: place)
            problems.append(contentsOf: check.problems(in: universe))
        }
        // Risk is measured over categories: a key that has none would be left out without a word.
        for key in file.keys { checkIsOneCategory(key, codebook) }
        checkCountries(file, codebook)
    }

    private mutating func find(_ mention: Mention, in codebook: Codebook) -> Int? {
        if let index = codebook.index(of: mention.name) { return index }
        if !mention.name.isEmpty {
            problems.append(Diagnostic(.studyUnknownVariable, at: mention.place, label: mention.name))
        }
        return nil
    }

    private mutating func checkIsOneCategory(_ mention: Mention, _ codebook: Codebook) {
        guard let type = codebook.variable(named: mention.name)?.type, !type.isCoded || type == .multi else { return }
        let label = "\(mention.name) is of type \(type.rawValue), and one category is needed here"
        problems.append(Diagnostic(.studyContradiction, at: mention.place, label: label))
    }

    /// The country variable has a category for each country, named by its letters.
    private mutating func checkCountries(_ file: PipelineFile, _ codebook: Codebook) {
        let mention = file.countryVariable
        checkIsOneCategory(mention, codebook)
        guard let variable = codebook.variable(named: mention.name), variable.type.isCoded else { return }
        for rules in file.countries where variable.category(named: rules.country.letters) == nil {
            let label = "\(variable.name): \(rules.country)"
            problems.append(Diagnostic(.studyUnknownCategory, at: mention.place, label: label))
        }
    }
}
