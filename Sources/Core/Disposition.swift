/// What became of one started interview. Every uploaded row has exactly one; the order of the cases is the order of
/// precedence.
public enum Disposition: UInt8, CaseIterable, Sendable {
    case testRecord
    /// The answer about consent or eligibility is not known to the crosswalk: nothing is guessed.
    case held
    case noConsent, underAge, notEligible, breakOff, sufficientPartial, complete
    /// Another row of the same respondent counts instead.
    case superseded
    /// The respondent asked for the interview to be taken out.
    case withdrawn

    /// The stable word in files.
    public var word: String {
        switch self {
        case .testRecord: "test record"
        case .held: "held"
        case .noConsent: "no consent"
        case .underAge: "under age"
        case .notEligible: "not eligible"
        case .breakOff: "break-off"
        case .sufficientPartial: "sufficient partial"
        case .complete: "complete"
        case .superseded: "superseded"
        case .withdrawn: "withdrawn"
        }
    }

    /// The disposition with this word in files, or nil.
    public init?(word: String) {
        guard let match = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }
}

/// Some dispositions, as a bit each: every row is asked for.
public struct DispositionSet: Sendable {
    private let bits: UInt16

    /// A set of these.
    public init(_ dispositions: some Sequence<Disposition>) {
        bits = dispositions.reduce(0) { $0 | Self.bit(of: $1) }
    }

    /// Whether a disposition is among them.
    @inline(__always)
    public func contains(_ disposition: Disposition) -> Bool { bits & Self.bit(of: disposition) != 0 }

    @inline(__always)
    private static func bit(of disposition: Disposition) -> UInt16 { 1 << UInt16(disposition.rawValue) }
}

/// Rows by disposition, for one upload or for many. The total is the number of rows: nothing is left over.
public struct DispositionCounts: Equatable, Sendable {
    private var counts = [Int](repeating: 0, count: Disposition.allCases.count)

    /// No rows yet.
    public init() {}

    /// The number of rows with a disposition.
    public subscript(_ disposition: Disposition) -> Int {
        get { counts[Int(disposition.rawValue)] }
        set { counts[Int(disposition.rawValue)] = newValue }
    }

    /// All rows.
    public var total: Int { counts.reduce(0, +) }

    /// The counts that are not 0, by word.
    public var byWord: [String: Int] {
        let given = Disposition.allCases.filter { self[$0] > 0 }.map { ($0.word, self[$0]) }
        return Dictionary(given, uniquingKeysWith: { first, _ in first })
    }

    /// Adds another upload's rows.
    public mutating func merge(_ other: Self) {
        for disposition in Disposition.allCases { self[disposition] += other[disposition] }
    }
}
