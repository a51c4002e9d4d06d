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

        /// A subject.
        public init(_ code: DiagnosticCode, variable: Int? = nil, column: Int? = nil) {
            self.code = code
            self.variable = variable
            self.column = column
        }
    }

    /// The tallies.
    public private(set) var tallies: [Subject: Tally] = [:]

    public init() {}

    /// One more of a kind, in a row.
    public mutating func add(_ subject: Subject, row: Int) { tallies[subject, default: Tally()].add(row: row) }

    public mutating func merge(_ later: Self) {
        tallies.merge(later.tallies) { earlier, later in
            var sum = earlier
            sum.merge(later)
            return sum
        }
    }

    /// The findings as diagnostics of a file, in a fixed order.
    public func diagnostics(in file: String, codebook: Codebook) -> [Diagnostic] {
        tallies.sorted { $0.key.order < $1.key.order }.map { subject, tally in
            Diagnostic(
                subject.code, at: Place(file: file, row: tally.firstRows.first, column: subject.column),
                label: subject.variable.map { codebook.variables[$0].name } ?? "", count: tally.count,
                firstRows: tally.firstRows)
        }
    }
}

extension Findings.Subject {
    var order: (Int, Int, String) { (column ?? -1, variable ?? -1, code.rawValue) }
}
