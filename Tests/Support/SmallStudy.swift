public import WeirCore

extension CountryRules {
    /// A country's rules by its letters: points before decimals, day first.
    public static func small(
        _ letters: String = "AL", decimalMark: Character = ".", dates: DateOrder = .dayMonthYear
    ) -> CountryRules {
        CountryRules(
            country: CountryCode(letters)!, name: letters, language: "en", platform: "platform",
            decimalMark: decimalMark.asciiValue!, dateOrder: dates, uploads: .replaces)
    }
}

extension Variable {
    /// A closed variable whose categories have the codes 1, 2, 3 in their order.
    public static func closed(
        _ name: String, _ categories: String, _ type: VariableType = .single, universe: String = "",
        role: Role = .plain, isRequired: Bool = false, countries: [String] = [], selectLimit: Int? = nil
    ) -> Variable {
        let list = categories.split(separator: " ").enumerated().map {
            Category(name: String($1), code: UInt16($0 + 1), labels: ["en": String($1)], basis: .published)
        }
        return Variable(
            name: name, type: type, list: name, labels: ["en": name], universe: Self.universe(universe), role: role,
            isRequired: isRequired, countries: Set(countries.map { CountryCode($0)! }), selectLimit: selectLimit,
            categories: list)
    }

    /// A number, or open text.
    public static func open(
        _ name: String, _ type: VariableType = .text, universe: String = "", role: Role = .open,
        isRequired: Bool = false, range: ClosedRange<Double>? = nil
    ) -> Variable {
        Variable(
            name: name, type: type, labels: ["en": name], universe: Self.universe(universe), role: role,
            isRequired: isRequired, range: range)
    }

    private static func universe(_ text: String) -> Universe { try! Universe(parsing: text) }
}

extension Crosswalk {
    /// A crosswalk from lines `variable | source | operation | answer=code, answer=code`; a source may be
    /// `question // part`, a code is a category's name, a missing reason's number, or nothing.
    public init(_ country: String, _ codebook: Codebook, _ text: String) {
        let columns = text.split(separator: "\n").enumerated().map { index, line in
            Self.column(line.parts(between: " | "), codebook, line: index + 2)
        }
        self.init(country: CountryCode(country)!, columns: columns)
    }

    private static func column(_ parts: [String], _ codebook: Codebook, line: Int) -> CrosswalkColumn {
        let variable = codebook.variables[codebook.index(of: parts[0])!]
        let source = parts[1].parts(between: " // ")
        let pairs = parts.count < 4 ? [] : parts[3].parts(between: ", ").map { $0.parts(between: "=") }
        let answers = pairs.map { (text: $0[0], code: variable.category(named: $0[1])?.code ?? UInt16($0[1]) ?? 0) }
        return CrosswalkColumn(
            variable: codebook.index(of: parts[0])!,
            source: SourceColumn(question: source[0], part: source.count > 1 ? source[1] : ""),
            operation: CrosswalkOperation(parts[2])!, answers: answers, line: line)
    }
}

extension StringProtocol {
    /// The text between separators, empty parts too.
    fileprivate func parts(between separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }
}

extension BatchStorage {
    /// A batch whose cells are given as texts; `[present]` and `[untranslated]` stand for the marks.
    public static func cells(_ rows: [[String]], schema: Schema, firstRow: Int = 2) -> BatchStorage {
        let storage = BatchStorage(bytes: Array("padding".utf8), firstRow: firstRow, firstByte: 0)
        storage.rowCount = rows.count
        storage.cellColumns = rows.first?.count ?? 0
        for (index, row) in rows.enumerated() {
            storage.pseudonyms.append(Pseudonym(high: UInt64(index + 1), low: UInt16(index)))
            storage.sourceRows.append(UInt32(firstRow + index))
            storage.months.append(Month(year: 2021, month: 6)!.number)
            storage.cells += row.map { storage.cell($0) }
        }
        storage.allocateValues(for: schema)
        return storage
    }

    private func cell(_ text: String) -> Cell {
        switch text {
        case "": return .blank
        case "[present]": return .present
        case "[untranslated]": return .untranslated
        default:
            defer { bytes += Array(text.utf8) }
            return Cell(offset: UInt32(bytes.count), length: UInt32(text.utf8.count))
        }
    }

    /// The values of a column of the data set, row by row, codes and numbers alike.
    public func values(_ name: String, _ schema: Schema) -> [Double] {
        let column = schema.columns.first { $0.name == name }!
        switch column.kind {
        case .code(let place): return codes[place * rowCount..<(place + 1) * rowCount].map(Double.init)
        case .number(let place): return Array(numbers[place * rowCount..<(place + 1) * rowCount])
        case .text: return []
        }
    }

    /// The scrubbed texts of an open variable, row by row.
    public func texts(_ name: String, _ schema: Schema) -> [String] {
        guard let place = schema.codebook.index(of: name).flatMap({ schema.places[$0].text }) else { return [] }
        return texts[place * rowCount..<(place + 1) * rowCount].map {
            String(decoding: arena[Int($0.offset)...].prefix(Int($0.length)), as: UTF8.self)
        }
    }
}
