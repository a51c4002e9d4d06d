import WeirCore

/// Fits a country's crosswalk to the variant in which its upload came: the same question under another spelling of its
/// header, in one column for each option instead of one for all, or the other way round.
struct CrosswalkFit {
    private let layout: Layout
    private let index: ColumnIndex
    private let codebook: Codebook

    init(_ layout: Layout, _ index: ColumnIndex, _ codebook: Codebook) {
        self.layout = layout
        self.index = index
        self.codebook = codebook
    }

    /// Columns of the crosswalk, and what they become.
    private struct Fit {
        var before: [CrosswalkColumn]
        var after: [CrosswalkColumn]
        var isChanged: Bool { before.map(\.source) != after.map(\.source) }
        var names: Set<SourceColumn> { Set(before.map { ColumnIndex.folded($0.source) }) }
    }

    /// The crosswalk with the upload's own columns, and the variables that are read otherwise than it says; what is found
    /// as it stands stays as it is, and so does what is not found at all.
    func fitted(_ crosswalk: Crosswalk) -> (crosswalk: Crosswalk, refitted: Set<Int>) {
        let fits = Self.groups(of: crosswalk.columns).flatMap(fits(of:))
        var owners: [SourceColumn: Set<Set<SourceColumn>>] = [:]
        for fit in fits {
            for column in fit.after { owners[ColumnIndex.folded(column.source), default: []].insert(fit.names) }
        }
        // Two columns of the crosswalk never become one of the upload.
        let sound = fits.map { fit in
            let isShared = fit.after.contains { (owners[ColumnIndex.folded($0.source)]?.count ?? 0) > 1 }
            return fit.isChanged && isShared ? Fit(before: fit.before, after: fit.before) : fit
        }
        var result = crosswalk
        result.columns = sound.flatMap(\.after)
        return (result, Set(sound.filter(\.isChanged).map { $0.before[0].variable }))
    }

    /// Columns of one variable and one operation that stand behind each other in the crosswalk.
    private static func groups(of columns: [CrosswalkColumn]) -> [[CrosswalkColumn]] {
        columns.reduce(into: []) { groups, column in
            if let last = groups.last?.last, last.variable == column.variable, last.operation == column.operation {
                groups[groups.count - 1].append(column)
            } else {
                groups.append([column])
            }
        }
    }

    private func fits(of group: [CrosswalkColumn]) -> [Fit] {
        let places = group.map { place(of: $0) }
        if places.allSatisfy({ $0 == nil }) {
            switch group[0].operation {
            case .answer, .split: return group.map { Fit(before: [$0], after: inOptions($0) ?? [$0]) }
            case .fold, .ticked: return [Fit(before: group, after: inOne(group) ?? group)]
            default: return group.map { Fit(before: [$0], after: [$0]) }
            }
        }
        return zip(group, places).map { column, place in
            Fit(before: [column], after: [place.map { moved(column, to: $0) } ?? column])
        }
    }

    private func place(of column: CrosswalkColumn) -> Int? {
        if let place = index.places(of: column.source).first { return place }
        switch column.operation {
        case .id: return index.column(of: .id)
        case .collector: return index.column(of: .collector)
        case .submitted: return index.column(of: .submitted)
        default: return index.column(of: column.source)
        }
    }

    /// The same question under the upload's header. A box says what boxes say on this platform.
    private func moved(_ column: CrosswalkColumn, to place: Int) -> CrosswalkColumn {
        var moved = column
        let isThere = !index.places(of: column.source).isEmpty
        if !isThere { moved.source = layout.columns[place] }
        guard column.operation == .ticked, let code = column.answers.map(\.code).first(where: { $0 != 0 }) else {
            return moved
        }
        if !isThere { add(layout.columns[place].part, code, to: &moved.answers) }
        addBoxes(code, to: &moved.answers)
        return moved
    }

    private func addBoxes(_ code: UInt16, to answers: inout [(text: String, code: UInt16)]) {
        for text in layout.export.boxes.ticked { add(text, code, to: &answers) }
        for text in layout.export.boxes.open { add(text, 0, to: &answers) }
        for text in layout.export.boxes.notShown { add(text, MissingReason.notAsked.rawValue, to: &answers) }
    }

    private func add(_ text: String, _ code: UInt16, to answers: inout [(text: String, code: UInt16)]) {
        let folded = TextFolding.folded(text)
        guard !folded.isEmpty, !answers.contains(where: { TextFolding.folded($0.text) == folded }) else { return }
        answers.append((text, code))
    }

    // MARK: one column for all options, and one for each

    /// A question with one column in the crosswalk and one for each option in the upload. Each category has to have its
    /// column: one that has none would count as not chosen.
    private func inOptions(_ column: CrosswalkColumn) -> [CrosswalkColumn]? {
        let codes = Dictionary(
            column.answers.map { (TextFolding.folded($0.text), $0.code) }, uniquingKeysWith: { first, _ in first })
        for question in Spelling.all(of: column.source, in: layout.export) where question.column.part.isEmpty {
            let known = index.block(of: question).compactMap { option in
                codes[option.option].map { (option.column, option.option, $0) }
            }
            let needed = Set(codes.values.filter { !MissingReason.codes.contains($0) })
            guard !needed.isEmpty, needed.isSubset(of: known.map(\.2)), Set(known.map(\.0)).count == known.count else {
                continue
            }
            return known.sorted { $0.0 < $1.0 }.map { place, option, code in
                box(column, at: place, option, code)
            }
        }
        return nil
    }

    private func box(_ column: CrosswalkColumn, at place: Int, _ option: String, _ code: UInt16) -> CrosswalkColumn {
        var box = column
        box.source = layout.columns[place]
        box.operation = column.operation == .answer ? .fold : .ticked
        box.answers = [(option, code)]
        if box.operation == .ticked { addBoxes(code, to: &box.answers) }
        return box
    }

    /// A question with a column for each option in the crosswalk and one for all in the upload.
    private func inOne(_ group: [CrosswalkColumn]) -> [CrosswalkColumn]? {
        for question in Spelling.all(of: group[0].source, in: layout.export) where !question.column.part.isEmpty {
            let options = group.map { self.option(of: $0, behind: question.column.question) }
            guard !options.contains(nil), let place = index.whole(question) else { continue }
            guard let operation = operation(for: group[0].operation) else { return nil }
            var one = group[0]
            one.source = layout.columns[place]
            one.operation = operation
            one.answers = []
            for (column, option) in zip(group, options) { gather(column, option ?? "", into: &one.answers) }
            return [one]
        }
        return nil
    }

    private func operation(for operation: CrosswalkOperation) -> CrosswalkOperation? {
        operation == .fold ? .answer : layout.export.separator.map { .split(separator: $0) }
    }

    private func option(of column: CrosswalkColumn, behind question: String) -> String? {
        Spelling.all(of: column.source, in: layout.export).first {
            $0.column.question == question && !$0.column.part.isEmpty
        }?.column.part
    }

    /// An option by its header, and by what its own column would have said, unless that is a box's word.
    private func gather(
        _ column: CrosswalkColumn, _ option: String, into answers: inout [(text: String, code: UInt16)]
    ) {
        guard let code = column.answers.map(\.code).first(where: { $0 != 0 }) else { return }
        add(option, code, to: &answers)
        for answer in column.answers where answer.code != 0 && !Self.boxWords.contains(TextFolding.folded(answer.text))
        {
            add(answer.text, answer.code, to: &answers)
        }
    }

    private static let boxWords: Set<String> = [
        "1", "0", "1.0", "0.0", "y", "n", "yes", "no", "true", "false", "checked", "unchecked", "x",
    ]
}
