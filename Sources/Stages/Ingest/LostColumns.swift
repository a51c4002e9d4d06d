import WeirCore

/// The questionnaire's columns that an upload lacks, each with the column that is likely to be it under another header.
struct LostColumns {
    private let lost: [SourceColumn]
    private let binder: Binder
    private let crosswalk: Crosswalk
    private let strangers: [Int]

    init(_ lost: [SourceColumn], in binder: Binder, _ crosswalk: Crosswalk) {
        self.lost = lost
        self.binder = binder
        self.crosswalk = crosswalk
        let declared = Set(crosswalk.columns.map { Binder.folded($0.source) })
        // The copy of another column is that one, whatever else it is like.
        strangers =
            lost.isEmpty
            ? []
            : binder.strangers(crosswalk).undeclared.filter {
                !declared.contains(Binder.folded(binder.layout.columns[$0]))
            }
    }

    /// One finding for each column; for a question of which all columns are lost, one finding for all of them.
    func diagnostics(consents: Set<SourceColumn>) -> [Diagnostic] {
        var taken: Set<Int> = []
        var told: Set<String> = []
        return lost.compactMap { source in
            let block = block(of: source)
            guard block.count < 2 || told.insert(source.question).inserted else { return nil }
            let column = likely(source, except: taken)
            if let column { taken.insert(column) }
            let label = block.count < 2 ? Binder.text(source) : source.question
            return Diagnostic(
                code(block, column, consents), at: Place(file: binder.file, row: row(source, column), column: column),
                label: label,
                count: max(block.count, 1))
        }
    }

    /// The header row in which the likely column differs: where its question is the same, the second one.
    private func row(_ source: SourceColumn, _ likely: Int?) -> Int {
        let first = binder.layout.firstRow
        guard let likely, !source.part.isEmpty else { return first }
        let found = Binder.folded(binder.layout.columns[likely])
        return found.question == Binder.folded(source).question ? first + 1 : first
    }

    private func code(_ block: [SourceColumn], _ likely: Int?, _ consents: Set<SourceColumn>) -> DiagnosticCode {
        if block.contains(where: { consents.contains(Binder.folded($0)) }) { return .consentMissing }
        return likely == nil ? .columnMissing : .columnRenamed
    }

    /// The lost columns of a question that has several and has lost all.
    private func block(of source: SourceColumn) -> [SourceColumn] {
        let own = Set(crosswalk.columns.map(\.source).filter { $0.question == source.question })
        let lostOnes = lost.filter { $0.question == source.question }
        return own.count == lostOnes.count ? lostOnes : [source]
    }

    /// How alike two headers have to be: more letters the same than not.
    private static let likeness = 0.6

    private func likely(_ source: SourceColumn, except taken: Set<Int>) -> Int? {
        let wanted = Self.letters(source)
        let candidates = strangers.filter { !taken.contains($0) }.map { column in
            let found = Self.letters(binder.layout.columns[column])
            return (column, Self.areOtherCodes(wanted, found) ? 0 : Self.likeness(wanted, found))
        }
        let best = candidates.max { $0.1 < $1.1 }
        return best.flatMap { $0.1 >= Self.likeness ? $0.0 : nil }
    }

    /// A header's beginning is enough to know it by.
    private static func letters(_ source: SourceColumn) -> [Unicode.Scalar] {
        Array(Binder.text(Binder.folded(source)).unicodeScalars.prefix(160))
    }

    /// `P14` and `P17` are two questions, however alike they look.
    private static func areOtherCodes(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        func digits(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] { letters.filter { (48...57).contains($0.value) } }
        return !one.contains(" ") && digits(one) != digits(other)
    }

    private static func likeness(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Double {
        let longer = max(one.count, other.count)
        return longer == 0 ? 0 : 1 - Double(one.distance(to: other)) / Double(longer)
    }
}
