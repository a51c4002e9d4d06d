/// What was found in the rows of an upload: one tally for each kind of finding and each column.
public struct Findings: Summary, Equatable {
    /// What a tally is about.
    public struct Subject: Hashable, Sendable {
        /// The kind of finding.
        public var code: DiagnosticCode
        /// The variable, by its place in the codebook.
        public var variable: Int?
        /// The upload's column, from 0.
        public var column: Int?
        /// The number of cells, when that is what is wrong with a row.
        public var width: Width?
        /// How letters were lost, when that is what was found.
        public var misreading: Misreading?

        /// How many cells a row has, and how many its header.
        public struct Width: Hashable, Sendable {
            /// Those of the row.
            public var found: Int
            /// Those of the header.
            public var expected: Int

            /// A row's width.
            public init(found: Int, expected: Int) {
                self.found = found
                self.expected = expected
            }

            var text: String { "\(found) instead of \(expected)" }
        }

        /// A subject.
        public init(
            _ code: DiagnosticCode, variable: Int? = nil, column: Int? = nil, width: Width? = nil,
            misreading: Misreading? = nil
        ) {
            self.code = code
            self.variable = variable
            self.column = column
            self.width = width
            self.misreading = misreading
        }

        func label(_ codebook: Codebook) -> String {
            misreading?.words ?? width?.text ?? variable.map { codebook.variables[$0].name } ?? ""
        }
    }

    /// The tallies.
    public private(set) var tallies: [Subject: Tally] = [:]
    /// All rows that refuse the upload, so that the others can be looked at by themselves. An upload that is ready has none.
    public private(set) var refusedRows: Set<Int> = []
    /// Those of them that are another header.
    public private(set) var headerRows: Set<Int> = []

    public init() {}

    /// One more of a kind, in a row.
    public mutating func add(_ subject: Subject, row: Int) {
        tallies[subject, default: Tally()].add(row: row)
        guard subject.code.refusesRows else { return }
        refusedRows.insert(row)
        if subject.isHeader { headerRows.insert(row) }
    }

    public mutating func merge(_ later: Self) {
        tallies.merge(later.tallies) { earlier, later in
            var sum = earlier
            sum.merge(later)
            return sum
        }
        refusedRows.formUnion(later.refusedRows)
        headerRows.formUnion(later.headerRows)
    }

    /// The findings as diagnostics of a file, in a fixed order. Of a file whose columns cannot be trusted only what refuses
    /// it is told: the rest follows from it.
    public func diagnostics(in file: String, codebook: Codebook) -> [Diagnostic] {
        told.sorted { $0.key.order < $1.key.order }.map { subject, tally in
            Diagnostic(
                subject.code, at: Place(file: file, row: tally.firstRows.first, column: subject.column),
                label: subject.label(codebook), count: tally.count,
                firstRows: tally.firstRows)
        }
    }
}

extension Findings {
    /// The tallies without those that follow from others. A header row in the middle of the data names no country and
    /// answers nothing; answers under the wrong header name no country either.
    private var told: [Subject: Tally] {
        let refusals = tallies.filter { $0.key.code.severity == .refusal }
        guard refusals.keys.contains(where: { !$0.code.leavesColumns }) else { return tallies }
        let isSecondHeader = refusals.keys.contains(where: \.isHeader)
        let isShifted = refusals.keys.contains { $0.code == .answersShifted || $0.code == .answersMisread }
        return Self.joiningWidths(
            refusals.filter { subject, _ in
                switch subject.code {
                case .answersShifted, .answersMisread: !isSecondHeader
                case .surveysMixed: subject.variable == nil || !isSecondHeader && !isShifted
                default: true
                }
            })
    }

    /// Rows that are too short, or too long, are one finding each, with the width of the first.
    private static func joiningWidths(_ tallies: [Subject: Tally]) -> [Subject: Tally] {
        let alone = tallies.filter { $0.key.width == nil }
        let groups = Dictionary(grouping: tallies.filter { $0.key.width != nil }, by: \.key.code)
        return groups.values.reduce(into: alone) { joined, group in
            let first = group.min { ($0.value.firstRows.first ?? 0) < ($1.value.firstRows.first ?? 0) }
            if let first { joined[first.key] = Tally(joining: group.map(\.value)) }
        }
    }
}

extension Findings.Subject {
    /// Whether it is a header row in the middle of the data.
    var isHeader: Bool { code == .surveysMixed && variable == nil }

    var order: (Int, Int, String, Int, String) {
        (column ?? -1, variable ?? -1, code.rawValue, width?.found ?? 0, misreading?.words ?? "")
    }
}
