import TestSupport
import Testing
import WeirCore
import WeirReport
import WeirStudy

@testable import WeirPipeline

/// The columns of a data set as its documents describe them.
@Suite struct DocumentationTests {
    private static let study = try! Study(folder: Project.study)

    private static func column(_ name: String) -> DataColumn { study.schema.columns.first { $0.name == name }! }

    private static func described(
        _ name: String, k: Int? = nil, tables: [String: MaskedTotals] = [:],
        coarser: [Int: [(code: UInt16, label: String)]] = [:],
        _ counts: ColumnDescriptions.Counts
    ) -> ColumnDescription {
        ColumnDescriptions(
            study: study, mask: k.map { ReleaseMask(k: $0, codebook: study.codebook, tables: tables) }, coarser: coarser
        )
        .describe([column(name)]) { _ in counts }[0]
    }

    @Test func codesHaveTheirCategoriesAndTheReasonsThatOccur() {
        let described = Self.described("resp_gender", .init(codes: [1: 5, 2: 3, 9993: 2]))
        #expect(
            described.codes.map(\.code) == Self.study.codebook.variable(named: "resp_gender")!.categories.map(\.code))
        #expect(described.values.filter(\.isMissing).map(\.code) == [9993])
        #expect(described.values.first { $0.code == 2 }?.count == 3)
        #expect(described.codes.last?.count == 0)
        #expect(described.codes[0].labels.count == 5)
    }

    @Test func smallCountsAreMaskedBesideTheirSum() {
        let described = Self.described("resp_gender", k: 5, .init(codes: [1: 50, 2: 2, 9993: 20]))
        // One small count alone would follow from the sum, so the next larger one goes with it.
        #expect(described.values.filter { $0.count == nil }.map(\.code) == [2, 9993])
        #expect(described.values.first { $0.code == 1 }?.count == 50)
    }

    /// Two countries' counts are masked with their sums in the tables: the codebook tells neither sum.
    @Test func whatTheTablesMaskIsMasked() {
        let tables = ["resp_gender": MaskedTotals(codes: [1, 9993])]
        let described = Self.described("resp_gender", k: 5, tables: tables, .init(codes: [1: 50, 2: 20, 9993: 20]))
        #expect(described.values.filter { $0.count == nil }.map(\.code) == [1, 9993])
        let option = Self.study.schema.columns.first { $0.category == 0 }!
        let name = Self.study.codebook.variables[option.variable].name
        let picked = Self.described(
            option.name, k: 5, tables: [name: MaskedTotals(options: [0])], .init(codes: [0: 30, 1: 40]))
        #expect(picked.values.map(\.count) == [nil, nil])
        let other = Self.described(
            option.name, k: 5, tables: [name: MaskedTotals(options: [1])], .init(codes: [0: 30, 1: 40]))
        #expect(other.values.map(\.count) == [30, 40])
    }

    @Test func numbersAreCountedBesideTheirReasons() {
        let counts = ColumnDescriptions.Counts(numbers: [12.5: 3, 40: 4, 9990: 6, 9994: 1])
        let name = Self.study.schema.columns.first { if case .number = $0.kind { true } else { false } }!.name
        let exact = Self.described(name, counts)
        #expect(exact.filled == 7)
        #expect(exact.values.map(\.code) == [9990, 9994])
        #expect(exact.values.map(\.count) == [6, 1])
        let masked = Self.described(name, k: 3, counts)
        #expect(masked.filled == 7)
        #expect(masked.values.map(\.count) == [nil, nil])
    }

    @Test func reasonsBesideTextsAreValues() {
        let name = Self.study.schema.columns.first { $0.companion == .missing }!.name
        let described = Self.described(name, .init(codes: [0: 4, 9994: 2]))
        #expect(described.content == .reason)
        #expect(described.codes.map(\.code) == Array(MissingReason.codes))
        #expect(described.codes.map(\.count) == [0, 0, 0, 0, 2, 0, 0, 0, 0])
    }

    @Test func coarserCategoriesTakeThePlaceOfTheCodebooks() {
        let variable = Self.study.codebook.index(of: "resp_gender")!
        let described = Self.described(
            "resp_gender", coarser: [variable: [(code: 1, label: "All")]], .init(codes: [1: 9]))
        #expect(described.values.map { $0.labels["en"] } == ["All"])
    }

    @Test func countriesCompareByTheirInstruments() {
        let comparability = CountryComparability(Self.study)
        func degrees(_ name: String) -> Set<String> {
            Set(comparability.degrees(of: Self.study.codebook.index(of: name)!).map(\.degree.rawValue))
        }
        #expect(degrees("country") == ["complete"])
        #expect(degrees("org_type_ba") == ["complete", "impossible"])
        let ba = comparability.degrees(of: Self.study.codebook.index(of: "org_type_ba")!)
            .filter { $0.degree == .complete }
        #expect(ba.map(\.country.letters) == ["BA"])
    }
}
