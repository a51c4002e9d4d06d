import WeirCore

/// One of the ways in which platforms spell a column: a question and an option of it, under each other, in one header
/// behind a dash, in brackets, or on a path.
struct Spelling: Hashable {
    /// Question and option, folded.
    var column: SourceColumn
    /// Whether groups in front of the name were left out.
    var isShortened = false

    /// All spellings of a column, the column as it stands first.
    static func all(of column: SourceColumn, in layout: ExportLayout) -> [Spelling] {
        let question = TextFolding.folded(column.question)
        var part = TextFolding.folded(column.part)
        if RecognisedLayout.isPlaceholder(part) { part = "" }
        var found = [(question, part)]
        if part.isEmpty { found += splits(of: question, in: layout) }
        var spellings = found.map { Spelling(column: SourceColumn(question: $0.0, part: $0.1)) }
        if part.isEmpty { spellings += onPath(question, layout) }
        return spellings
    }

    /// Question and option of a header that holds both.
    static func splits(of header: String, in layout: ExportLayout) -> [(String, String)] {
        dashed(header) + bracketed(header) + boxed(header) + underscored(header, layout)
    }

    private static func dashed(_ name: String) -> [(String, String)] {
        name.ranges(of: " - ").map { (String(name[..<$0.lowerBound]), String(name[$0.upperBound...])) }
    }

    /// `Question [Row]`, `Q1[SQ001]`.
    private static func bracketed(_ name: String) -> [(String, String)] {
        guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return [] }
        return [(trimmed(name[..<open]), trimmed(name[name.index(after: open)...].dropLast()))]
    }

    /// `Field label (choice=Option)`.
    private static func boxed(_ name: String) -> [(String, String)] {
        guard name.hasSuffix(")"), let open = name.firstRange(of: "(choice=") else { return [] }
        return [(trimmed(name[..<open.lowerBound]), trimmed(name[open.upperBound...].dropLast()))]
    }

    /// REDCap's `field___1`, LimeSurvey's `Q1_SQ001`.
    private static func underscored(_ name: String, _ layout: ExportLayout) -> [(String, String)] {
        if let between = name.firstRange(of: "___"), between.lowerBound > name.startIndex {
            return [(String(name[..<between.lowerBound]), String(name[between.upperBound...]))]
        }
        guard layout == .limeSurveyCodes, let last = name.lastIndex(of: "_"), last > name.startIndex else { return [] }
        return [(String(name[..<last]), String(name[name.index(after: last)...]))]
    }

    /// `group/question`, `group/question/option`, ODK's `group-question`; names on a path have no blanks.
    private static func onPath(_ name: String, _ layout: ExportLayout) -> [Spelling] {
        let isPath = layout == .koboLabels || !name.contains(" ")
        guard isPath, let sign: Character = name.contains("/") ? "/" : layout == .odk ? "-" : nil else { return [] }
        let parts = name.split(separator: sign).map(String.init)
        return parts.indices.flatMap { first -> [Spelling] in
            let rest = parts[first...]
            let whole = SourceColumn(question: rest.joined(separator: "/"))
            let split = SourceColumn(question: rest.dropLast().joined(separator: "/"), part: rest.last ?? "")
            return [Spelling(column: whole, isShortened: first > 0)]
                + (rest.count > 1 ? [Spelling(column: split, isShortened: first > 0)] : [])
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// Finds columns of an upload by any of their spellings.
struct ColumnIndex {
    private let layout: Layout
    /// The columns as they stand; several where a header repeats.
    private var exact: [SourceColumn: [Int]] = [:]
    /// By question and option however spelt; whether groups were left out.
    private var spelt: [SourceColumn: [(column: Int, isShortened: Bool)]] = [:]
    /// By question, the options that have columns of their own.
    private var blocks: [String: [(column: Int, option: String, isShortened: Bool)]] = [:]

    init(_ layout: Layout) {
        self.layout = layout
        for (index, column) in layout.columns.enumerated() {
            exact[Self.folded(column), default: []].append(index)
            guard layout.interview[index] == nil else { continue }
            let spellings = layout.names(of: index).flatMap { Spelling.all(of: $0, in: layout.export) }
            for spelling in Set(spellings) { add(spelling, index) }
        }
    }

    private mutating func add(_ spelling: Spelling, _ index: Int) {
        spelt[spelling.column, default: []].append((index, spelling.isShortened))
        guard !spelling.column.part.isEmpty else { return }
        blocks[spelling.column.question, default: []].append((index, spelling.column.part, spelling.isShortened))
    }

    static func folded(_ source: SourceColumn) -> SourceColumn {
        SourceColumn(question: TextFolding.folded(source.question), part: TextFolding.folded(source.part))
    }

    /// The columns that are called so and not otherwise.
    func places(of source: SourceColumn) -> [Int] { exact[Self.folded(source)] ?? [] }

    /// The one column that this may be, however it is spelt; nil when there is none, or several.
    ///
    /// Groups are left out on one side only, so that two questions of different groups are never taken for each other.
    func column(of source: SourceColumn) -> Int? {
        if let place = places(of: source).first { return place }
        for spelling in Spelling.all(of: source, in: layout.export) {
            if let column = only(spelt[spelling.column] ?? [], spelling.isShortened) { return column }
        }
        return nil
    }

    private func only(_ found: [(column: Int, isShortened: Bool)], _ isShortened: Bool) -> Int? {
        let columns = Set(found.filter { !(isShortened && $0.isShortened) }.map(\.column))
        return columns.count == 1 ? columns.first : nil
    }

    /// The one column that holds a question as a whole.
    func whole(_ question: Spelling) -> Int? {
        let whole = SourceColumn(question: question.column.question)
        return only(spelt[whole] ?? [], question.isShortened)
    }

    /// The columns of a question's options.
    func block(of question: Spelling) -> [(column: Int, option: String)] {
        (blocks[question.column.question] ?? []).filter { !(question.isShortened && $0.isShortened) }
            .map { ($0.column, $0.option) }
    }

    /// Whether a column says again what others say that are read: KoBoToolbox writes a question with several answers as
    /// a whole and by its options, side by side.
    func repeats(_ column: Int, any known: Set<Int>) -> Bool {
        guard layout.export == .koboNames || layout.export == .koboLabels else { return false }
        return layout.names(of: column).flatMap { Spelling.all(of: $0, in: layout.export) }.contains { spelling in
            guard !spelling.isShortened else { return false }
            if spelling.column.part.isEmpty { return block(of: spelling).contains { known.contains($0.column) } }
            return whole(spelling).map(known.contains) ?? false
        }
    }

    /// The column of a role, when there is one.
    func column(of role: InterviewColumn) -> Int? {
        layout.interview.filter { $0.value == role }.map(\.key).min()
    }
}
