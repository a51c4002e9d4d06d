public import WeirCore

/// Which of an upload's columns are read, and how.
public struct Binding: Sendable {
    /// What one cell of a batch takes from a record.
    struct Slot: Sendable {
        enum Kind: Sendable {
            /// The cell's text.
            case text
            /// Only whether something stands there.
            case presence
            /// The English text, and whether an original stands beside it.
            case translation(original: Int?)
        }
        var column: Int
        var kind: Kind
    }

    /// The crosswalk, fitted to the upload's variant: what the later stages read by.
    public var crosswalk: Crosswalk
    /// The cells of a batch, in the order of `Crosswalk.passing`.
    var slots: [Slot]
    /// The upload's column of each slot, for reports.
    public var slotColumns: [Int] { slots.map(\.column) }
    /// The column of the platform's id, if there is one.
    public var idColumn: Int? { id }
    /// The column that says through which collector an answer came, if there is one.
    public var collectorColumn: Int? { collector }
    /// The number of columns the header has.
    var width: Int
    /// Behind the last column that is read; a row that ends further on lacks nothing that anybody asks for.
    var needed: Int
    var id: Int?
    var collector: Int?
    var submitted: Int?
    /// When the interview began. It is read for its length alone.
    var started: Int?
    /// The id column's header, to know it again inside the data.
    var idHeader: [UInt8]
    /// Columns that no line of the crosswalk names and that identify nobody by their header.
    public var undeclared: [Int]
    /// The variables of which the upload lacks columns.
    public var lost: Set<Int> = []
    /// The variables of whose columns any is missing, also one that is only a question's original.
    public var incomplete: Set<Int> = []
    /// The headers of this and the other countries' uploads, to know a second header row.
    var headerTexts: HeaderTexts

    /// What is wrong with a record that is not as wide as the header; nil when only blank cells stand beyond it.
    func misfit(of record: [Cell]) -> Findings.Subject? {
        let width = Findings.Subject.Width(found: record.count, expected: width)
        if record.count < self.width {
            let code: DiagnosticCode = record.count < needed ? .rowTooShort : .rowTrimmed
            return .init(code, column: record.count, width: width)
        }
        guard record[self.width...].contains(where: { $0.length > 0 }) else { return nil }
        return .init(.rowTooLong, column: self.width, width: width)
    }
}

/// Finds a crosswalk's columns in an upload's header.
public struct Binder {
    private let countries: [String: String]
    let layout: Layout
    let file: String
    private let columns: ColumnIndex
    private let declared: DeclaredLayout?

    /// A binder for one upload.
    /// - Parameters:
    ///   - countries: the names of countries by their letters.
    ///   - declared: the layout that the study declares.
    public init(layout: Layout, file: String, countries: [String: String] = [:], declared: DeclaredLayout? = nil) {
        self.countries = countries
        self.layout = layout
        self.file = file
        self.declared = declared
        columns = ColumnIndex(layout)
    }

    /// A country as people call it, and as its folder is called.
    private func name(_ country: CountryCode) -> String {
        countries[country.letters].map { "\($0) (\(country.letters))" } ?? country.letters
    }

    /// Binds the columns of a country's crosswalk.
    /// - Parameters:
    ///   - others: the other countries' crosswalks, to tell a file in the wrong folder.
    ///   - consent: the variables without which nobody has consented.
    /// - Returns: the binding, and what is worth knowing about the header.
    /// - Throws: `Diagnostics` with everything for which the file cannot be used.
    public func bind(
        _ crosswalk: Crosswalk, others: [Crosswalk], codebook: Codebook, consent: Set<Int>
    ) throws -> (Binding, [Diagnostic]) {
        let (binding, notes, problems) = try bindWhatIsThere(
            crosswalk, others: others, codebook: codebook, consent: consent)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        return (binding, notes)
    }

    /// Binds the columns that are there, so that what is in them can be told along with what is missing.
    /// - Returns: the binding, what is worth knowing about the header, and everything for which the file cannot be used.
    /// - Throws: `Diagnostics` when nobody knows what the columns hold.
    public func bindWhatIsThere(
        _ crosswalk: Crosswalk, others: [Crosswalk], codebook: Codebook, consent: Set<Int>
    ) throws -> (binding: Binding, notes: [Diagnostic], problems: [Diagnostic]) {
        if let defect = layout.defect { throw Diagnostics([defect]) }
        let flaws = layout.flaws
        let (crosswalk, refitted) = CrosswalkFit(layout, columns, codebook).fitted(crosswalk)
        let missing = crosswalk.columns.filter { find($0.source) == nil && !isLeftOut($0.operation) }
        if !missing.isEmpty, let misread = MisreadHeaders(layout, file: file).diagnostic(of: crosswalk, codebook) {
            throw Diagnostics(flaws + [misread])
        }
        if let better = betterFit(than: crosswalk, missing: missing.count, among: others) {
            throw Diagnostics(flaws + [Diagnostic(.countryWrong, at: top, label: name(better.country))])
        }
        let lost = unique(missing.filter { $0.operation != .id }.map(\.source))
        if 2 * lost.count > unique(crosswalk.columns.map(\.source)).count {
            // Nobody knows what headers without letters would have said.
            let other =
                layout.unread.isEmpty ? [Diagnostic(.surveyOther, at: top, label: beginning(of: crosswalk))] : []
            throw Diagnostics(flaws + other)
        }
        var problems = duplicates(crosswalk)
        let consents = Set(missing.filter { consent.contains($0.variable) }.map { Self.folded($0.source) })
        problems += LostColumns(lost.filter { !layout.mayBeUnread($0) }, in: self, crosswalk)
            .diagnostics(consents: consents)
        var there = crosswalk
        there.columns.removeAll { find($0.source) == nil }
        var binding = binding(there, others)
        binding.incomplete = Set(missing.map(\.variable))
        binding.lost = Set(missing.filter(\.operation.passesIngest).map(\.variable))
        // What is told as a copy, or as a column under another header, is not told once more as one that nobody declared.
        let told = Set(problems.compactMap(\.place.column))
        binding.undeclared.removeAll(where: told.contains)
        return (binding, notes(there, refitted.count), flaws + problems)
    }

    /// The header's first row.
    var top: Place { Place(file: file, row: layout.firstRow) }

    /// A stripped export has no columns about the interview: without an id, the collector says nothing either.
    private func isLeftOut(_ operation: CrosswalkOperation) -> Bool {
        layout.export == .surveyMonkeyStripped && (operation == .collector || operation == .submitted)
    }

    /// The first headers of the questionnaire, for whoever has lost them or put a title above them.
    private func beginning(of crosswalk: Crosswalk) -> String {
        let columns = crosswalk.columns.sorted { ($0.variable, $0.line) < ($1.variable, $1.line) }
        let headers = unique(columns.map(\.source)).prefix(3).map { "\"\($0.question)\"" }
        let hasParts = crosswalk.columns.contains { !$0.source.part.isEmpty }
        return headers.joined(separator: ", ") + (hasParts ? " (and their options in row 2)" : "")
    }

    private func binding(_ crosswalk: Crosswalk, _ others: [Crosswalk]) -> Binding {
        let id = column(of: .id, crosswalk)
        let last = crosswalk.columns.compactMap { find($0.source) }.max() ?? -1
        return Binding(
            crosswalk: crosswalk, slots: crosswalk.passing.compactMap { slot($0, crosswalk) },
            width: layout.columns.count,
            needed: last + 1, id: id,
            collector: column(of: .collector, crosswalk), submitted: column(of: .submitted, crosswalk),
            started: started(crosswalk),
            idHeader: id.map { Array(layout.columns[$0].question.utf8) } ?? [],
            undeclared: strangers(crosswalk).undeclared,
            headerTexts: headerTexts([crosswalk] + others))
    }

    private func headerTexts(_ crosswalks: [Crosswalk]) -> HeaderTexts {
        let columns = crosswalks.flatMap(\.columns)
        let headers = layout.columns.map(\.question) + columns.map(\.source.question)
        return HeaderTexts(headers, except: Set(columns.flatMap { $0.answers.map(\.text) }))
    }

    private func slot(_ column: CrosswalkColumn, _ crosswalk: Crosswalk) -> Binding.Slot? {
        guard let index = find(column.source) else { return nil }
        switch column.operation {
        case .other: return Binding.Slot(column: index, kind: .presence)
        case .translation:
            let original = crosswalk.columns.first { $0.variable == column.variable && $0.operation == .original }
            return Binding.Slot(column: index, kind: .translation(original: original.flatMap { find($0.source) }))
        default: return Binding.Slot(column: index, kind: .text)
        }
    }

    private func column(of operation: CrosswalkOperation, _ crosswalk: Crosswalk) -> Int? {
        crosswalk.columns.first { $0.operation == operation }.flatMap { find($0.source) }
    }

    /// Where a column of a fitted crosswalk stands in the upload; nil when it is missing.
    public func find(_ source: SourceColumn) -> Int? { columns.places(of: source).first }

    /// The crosswalk with its columns called as this upload's platform calls them.
    public func fitted(_ crosswalk: Crosswalk, _ codebook: Codebook) -> Crosswalk {
        CrosswalkFit(layout, columns, codebook).fitted(crosswalk).0
    }

    /// Where it is said when an interview began; nil when the upload does not say it.
    public func started(_ crosswalk: Crosswalk) -> Int? {
        strangers(crosswalk).direct.first { DirectIdentifiers.isStart(layout.columns[$0].question) }
    }

    /// Another country's crosswalk that fits where this one does not.
    private func betterFit(than own: Crosswalk, missing: Int, among others: [Crosswalk]) -> Crosswalk? {
        guard missing > 0 else { return nil }
        let share = 1 - Double(missing) / Double(max(own.columns.count, 1))
        return others.map { ($0, fit($0)) }.filter { $0.1 > share && $0.1 > 0.8 }.max { $0.1 < $1.1 }?.0
    }

    private func fit(_ crosswalk: Crosswalk) -> Double {
        let found = crosswalk.columns.count { find($0.source) != nil }
        return Double(found) / Double(max(crosswalk.columns.count, 1))
    }

    private func duplicates(_ crosswalk: Crosswalk) -> [Diagnostic] {
        unique(crosswalk.columns.map(\.source)).flatMap { source in
            columns.places(of: source).dropFirst().map {
                Diagnostic(
                    .headerDuplicate, at: Place(file: file, row: layout.firstRow, column: $0), label: Self.text(source))
            }
        }
    }

    /// Columns of questions that no line of a fitted crosswalk names, and that identify nobody by their header.
    public func undeclared(_ crosswalk: Crosswalk) -> [Int] { strangers(crosswalk).undeclared }

    /// Columns that the crosswalk does not name: those that identify people, and the others.
    func strangers(_ crosswalk: Crosswalk) -> (direct: [Int], undeclared: [Int]) {
        let known = Set(crosswalk.columns.compactMap { find($0.source) })
        // Whether the questionnaire has a header that cannot be read, nobody knows.
        let unread = Set(layout.unread)
        let others = layout.columns.indices.filter { !known.contains($0) && !unread.contains($0) }
        let direct = others.filter { identifies($0) }
        let questions = others.filter { !direct.contains($0) && layout.interview[$0] == nil }
        return (direct, questions.filter { !columns.repeats($0, any: known) })
    }

    /// By any of the column's names, or because the platform adds it about the respondent.
    private func identifies(_ column: Int) -> Bool {
        return layout.interview[column]?.isDirect == true
            || layout.names(of: column).contains { DirectIdentifiers.contains($0) }
    }

    private func notes(_ crosswalk: Crosswalk, _ refitted: Int) -> [Diagnostic] {
        let row = layout.firstRow
        var notes = Self.note(.columnDropped, strangers(crosswalk).direct, file: file, row: row)
        notes += Self.note(.headerDrift, reworded(crosswalk), file: file, row: row)
        notes += Self.note(.columnsReordered, ColumnOrder.moved(in: self, crosswalk), file: file, row: row)
        if column(of: .id, crosswalk) == nil { notes.append(Diagnostic(.idMissing, at: top)) }
        if let declared, !declared.layouts.contains(layout.export) {
            let words = "\(layout.words); the study declares \(declared.words)"
            notes.append(Diagnostic(.layoutOther, at: top, label: words))
        }
        if refitted > 0 {
            notes.append(Diagnostic(.layoutFitted, at: top, label: "\(refitted) (\(layout.words))", count: refitted))
        }
        return notes
    }

    /// One note for all columns of a kind; they are named by letter, because a header may be anything.
    public static func note(_ code: DiagnosticCode, _ columns: [Int], file: String, row: Int = 1) -> [Diagnostic] {
        guard let first = columns.first else { return [] }
        let place = Place(file: file, row: row, column: columns.count == 1 ? first : nil)
        return [Diagnostic(code, at: place, label: letters(of: columns), count: columns.count)]
    }

    /// Columns by their letters: `A–C, E`.
    public static func letters(of columns: [Int]) -> String {
        runs(of: columns).map { run in
            let ends = [run.lowerBound, run.upperBound].map(Place.letters(ofColumn:))
            return run.count == 1 ? ends[0] : "\(ends[0])–\(ends[1])"
        }.joined(separator: ", ")
    }

    /// Columns whose header is the questionnaire's but for capitals, blanks, signs or markup.
    private func reworded(_ crosswalk: Crosswalk) -> [Int] {
        let pairs = crosswalk.columns.compactMap { column in find(column.source).map { ($0, column.source) } }
        return Set(pairs.filter { layout.columns[$0] != $1 }.map(\.0)).sorted()
    }

    private static func runs(of columns: [Int]) -> [ClosedRange<Int>] {
        columns.reduce(into: []) { runs, column in
            if let last = runs.last, last.upperBound == column - 1 {
                runs[runs.count - 1] = last.lowerBound...column
            } else {
                runs.append(column...column)
            }
        }
    }

    private func unique(_ sources: [SourceColumn]) -> [SourceColumn] {
        var seen: Set<SourceColumn> = []
        return sources.filter { seen.insert(Self.folded($0)).inserted }
    }

    static func folded(_ source: SourceColumn) -> SourceColumn { ColumnIndex.folded(source) }

    static func text(_ source: SourceColumn) -> String {
        source.part.isEmpty ? source.question : "\(source.question) / \(source.part)"
    }
}
