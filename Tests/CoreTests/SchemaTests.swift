import Testing
import WeirCore

@Suite struct SchemaTests {
    private static func categories(_ names: String...) -> [WeirCore.Category] {
        names.enumerated().map { Category(name: $1, code: UInt16($0 + 1), labels: [:], basis: .assumed) }
    }

    private static let codebook = Codebook(variables: [
        Variable(name: "sex", type: .single, categories: categories("f", "m")),
        Variable(name: "services", type: .multi, categories: categories("health", "legal", "other")),
        Variable(name: "email", type: .text, role: .direct),
        Variable(name: "status", type: .single, role: .evidence, categories: categories("done")),
        Variable(name: "trust", type: .scale, categories: categories("low", "high")),
        Variable(name: "share", type: .slider),
        Variable(name: "notes", type: .text, role: .open),
        Variable(name: "submitted", type: .date, role: .evidence),
        Variable(name: "row", type: .matrixRow, categories: categories("no", "yes")),
        Variable(name: "count", type: .number),
    ])
    private let schema = Schema(codebook: codebook)

    @Test("Each type has its columns, in the order of the questionnaire")
    func eachTypeHasItsColumns() {
        #expect(
            schema.columns.map(\.name) == [
                "sex", "services__health", "services__legal", "services__other", "trust", "share", "notes",
                "notes__missing", "notes__length", "row", "count",
            ])
    }

    @Test("Each column knows where its values stand")
    func eachColumnKnowsItsPlace() {
        #expect(
            schema.columns.map(\.kind) == [
                .code(0), .code(1), .code(2), .code(3), .code(7), .number(0), .text(1), .code(8), .code(9), .code(10),
                .number(1),
            ])
        #expect(schema.columns.map(\.variable) == [0, 1, 1, 1, 4, 5, 6, 6, 6, 8, 9])
        #expect(schema.columns.map(\.category) == [nil, 0, 1, 2, nil, nil, nil, nil, nil, nil, nil])
        #expect(schema.columns.compactMap(\.companion) == [.missing, .length])
    }

    @Test("What is not delivered has places and no columns")
    func whatIsNotDelivered() {
        #expect(schema.places[2] == places(code: 4, text: 0, length: 5))
        #expect(schema.places[3] == places(code: 6))
        #expect(schema.columns.filter { [2, 3, 7].contains($0.variable) }.isEmpty)
    }

    @Test("Each variable has its places")
    func eachVariableHasItsPlaces() {
        let delivered = [0, 1, 4, 5, 6, 7, 8, 9].map { schema.places[$0] }
        let expected = [
            places(code: 0), places(code: 1), places(code: 7), places(number: 0),
            places(code: 8, text: 1, length: 9), places(), places(code: 10), places(number: 1),
        ]
        #expect(delivered == expected)
        #expect([schema.codeCount, schema.numberCount, schema.textCount] == [11, 2, 2])
    }

    @Test("A batch has room for a schema's values")
    func aBatchHasRoom() {
        let batch = BatchStorage(bytes: [1], firstRow: 1, firstByte: 0)
        batch.rowCount = 3
        batch.allocateValues(for: schema)
        #expect(batch.codes == [UInt16](repeating: 0, count: 33))
        #expect(batch.numbers == [0, 0, 0, 0, 0, 0])
        batch.dropText()
        #expect(batch.bytes == [])
    }

    @Test("A codebook finds its variables by name")
    func aCodebookFindsItsVariables() {
        #expect(Self.codebook.index(of: "trust") == 4)
        #expect(Self.codebook.variable(named: "share")?.type == .slider)
        #expect(Self.codebook.index(of: "Trust") == nil)
        #expect(Self.codebook.variable(named: "sex")?.category(named: "m")?.code == 2)
    }

    @Test(
        "A cell has text when it has bytes of its own",
        arguments: [(Cell.blank, false), (.present, false), (.untranslated, false), (Cell(offset: 0, length: 1), true)])
    func aCellHasText(cell: Cell, expected: Bool) { #expect(cell.hasText == expected) }

    private func places(code: Int? = nil, number: Int? = nil, text: Int? = nil, length: Int? = nil) -> Schema.Places {
        var places = Schema.Places()
        places.code = code
        places.number = number
        places.text = text
        places.length = length
        return places
    }
}
