/// The tables of an earlier release of another profile, as they are printed. Whoever has them puts them together with later
/// ones: what is left when the people are taken away whom both have is a count of those whom one of them lacks.
public struct OtherTables: Sendable {
    /// How many people of a place only one of the two releases has.
    public struct People: Sendable {
        /// Those of the coarser one.
        public var more: Int
        /// Those of the finer one.
        public var less: Int

        /// People whom one release lacks.
        public init(more: Int, less: Int) {
            self.more = more
            self.less = less
        }
    }

    private let tables: EarlierTables
    private let isFiner: Bool
    private let codes: [String: [UInt16: UInt16]]
    private let places: [UInt16: UInt16]
    private let people: [UInt16: People]
    private let all: People

    /// - Parameters:
    ///   - tables: what is out.
    ///   - isFiner: whether it is of the finer profile.
    ///   - codes: what the codes of the finer profile become in the coarser one, by question.
    ///   - places: what the countries become.
    ///   - people: whom one of the two lacks, by the coarser places.
    ///   - all: the same of all places together.
    public init(
        _ tables: EarlierTables, isFiner: Bool, codes: [String: [UInt16: UInt16]], places: [UInt16: UInt16],
        people: [UInt16: People], all: People
    ) {
        (self.tables, self.isFiner, self.codes) = (tables, isFiner, codes)
        (self.places, self.people, self.all) = (places, people, all)
    }

    /// Whether one of the two releases lacks people of the other.
    var haveOtherPeople: Bool { all.more + all.less > 0 }

    /// The question as it is out, beside a later one.
    /// - Parameter countries: the later places.
    /// - Returns: nil where these tables do not have the question.
    func question(_ name: String, among countries: [FrequencyTables.Line]) -> TablePair? {
        guard let shown = tables.shown[name] else { return nil }
        let fine = (isFiner ? tables.places : countries).map { $0.code.map { places[$0] ?? $0 } }
        let coarse = (isFiner ? countries : tables.places).map(\.code)
        return TablePair(
            other: shown, k: tables.k, isFiner: isFiner, codes: codes[name] ?? [:],
            places: coarse.map { place in fine.indices.filter { fine[$0] == place } } + [Array(fine.indices)],
            people: coarse.map { place in place.flatMap { people[$0] } ?? People(more: 0, less: 0) } + [all])
    }
}
