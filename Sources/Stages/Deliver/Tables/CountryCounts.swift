import WeirCore

/// Where the counts of each column stand: a place for each category, nine for the missing reasons, for each country.
public struct CountLayout: Equatable, Sendable {
    /// A column's counts.
    struct Column: Equatable, Sendable {
        /// The column's place in the table, and among the codes of a batch.
        var column: Int
        var codes: Int
        /// The number of codes that have a place: 0 up to the largest category.
        var width: Int
        /// The place of the first country's first count.
        var start: Int

        /// Categories, reasons, and what is neither.
        var size: Int { width + CountLayout.reasons + 1 }

        @inline(__always)
        func slot(_ code: UInt16) -> Int {
            if Int(code) < width { return Int(code) }
            if MissingReason.codes.contains(code) { return width + Int(code - MissingReason.codes.lowerBound) }
            return size - 1
        }
    }

    /// The countries by their codes, in the order of the codebook; then 9997 for rows that do not tell theirs.
    public let countries: [UInt16]
    /// The place of the countries' codes; nil when the table does not have them.
    let country: Int?
    let columns: [Column]
    /// The multi-select questions: for each, the places of its columns among the codes, and of its first count.
    let sets: [Set]
    let numbers: [Number]
    let size: Int

    struct Set: Equatable, Sendable {
        var codes: [Int]
        /// Respondents with an answer to any option, then those without by reason.
        var start: Int
    }

    struct Number: Equatable, Sendable {
        var column: Int
        var numbers: Int
        /// Respondents with a number, then those without by reason.
        var start: Int
    }

    /// As many as there are missing reasons, as a number: every cell is counted.
    static let reasons = Int(MissingReason.codes.upperBound - MissingReason.codes.lowerBound) + 1
    static let setSize = 1 + reasons

    init(_ table: DataTable, country: Int) {
        self.country = table.columns.contains { $0.content == .code(country) } ? country : nil
        var size = 0
        let countries =
            (table.columns.first { $0.content == .code(country) }?.categories.map(\.code) ?? [])
            + [MissingReason.suppressed.rawValue]
        func take(_ count: Int) -> Int {
            defer { size += count * countries.count }
            return size
        }
        var columns: [Column] = []
        var numbers: [Number] = []
        for (place, column) in table.columns.enumerated() {
            switch column.content {
            case .code(let codes) where !column.categories.isEmpty:
                var made = Column(
                    column: place, codes: codes, width: Int(column.categories.map(\.code).max() ?? 0) + 1, start: 0)
                made.start = take(made.size)
                columns.append(made)
            case .number(let at): numbers.append(Number(column: place, numbers: at, start: take(Self.setSize)))
            case .code, .reason, .text: break
            }
        }
        sets = table.choices.map { set in
            let codes = set.columns.compactMap { place -> Int? in
                if case .code(let codes) = table.columns[place].content { codes } else { nil }
            }
            return Set(codes: codes, start: take(Self.setSize))
        }
        self.countries = countries
        self.columns = columns
        self.numbers = numbers
        self.size = size
    }
}

/// How many rows of each country have each code, and how many answered each question.
public struct CountryCounts: Sendable {
    /// The rows of each country, in the layout's order.
    public private(set) var rows: [Int]
    private let layout: CountLayout
    private var values: [Int]
    private var sums: [Double]

    init(_ layout: CountLayout) {
        self.layout = layout
        rows = [Int](repeating: 0, count: layout.countries.count)
        values = [Int](repeating: 0, count: layout.size)
        sums = [Double](repeating: 0, count: layout.numbers.count * layout.countries.count)
    }

    mutating func add(_ batch: BatchStorage) {
        let count = batch.rowCount
        let unknown = layout.countries.count - 1
        let countries = (0..<count).map { row in
            layout.country.flatMap { layout.countries.firstIndex(of: batch.codes[$0 * count + row]) } ?? unknown
        }
        for country in countries { rows[country] += 1 }
        batch.codes.withUnsafeBufferPointer { codes in
            countries.withUnsafeBufferPointer { countries in
                for column in layout.columns { add(column, codes, countries) }
                for set in layout.sets { add(set, codes, countries) }
            }
        }
        for (place, number) in layout.numbers.enumerated() { add(number, place, batch, countries) }
    }

    private mutating func add(
        _ column: CountLayout.Column, _ codes: UnsafeBufferPointer<UInt16>, _ countries: UnsafeBufferPointer<Int>
    ) {
        let (rows, size) = (countries.count, column.size)
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                let slot = column.slot(codes[column.codes * rows + row])
                values[column.start + countries[row] * size + slot] += 1
            }
        }
    }

    /// Who answered an option answered the question; who answered none has the reason of an option that was there: of the
    /// last one.
    private mutating func add(
        _ set: CountLayout.Set, _ codes: UnsafeBufferPointer<UInt16>, _ countries: UnsafeBufferPointer<Int>
    ) {
        let rows = countries.count
        let notInCountry = MissingReason.notInCountry.rawValue
        // 0 once an option was answered, a column after the other.
        var reasons = [UInt16](repeating: notInCountry, count: rows)
        reasons.withUnsafeMutableBufferPointer { reasons in
            for column in set.codes {
                for row in 0..<rows {
                    let code = codes[column * rows + row]
                    let reason = code == notInCountry ? reasons[row] : code
                    reasons[row] = reasons[row] == 0 || !code.isMissing ? 0 : reason
                }
            }
        }
        for (row, reason) in reasons.enumerated() {
            let slot =
                reason == 0
                ? 0 : 1 + Int(min(reason, MissingReason.codes.upperBound) - MissingReason.codes.lowerBound)
            values[set.start + countries[row] * CountLayout.setSize + slot] += 1
        }
    }

    private mutating func add(_ number: CountLayout.Number, _ place: Int, _ rows: BatchStorage, _ countries: [Int]) {
        let count = rows.rowCount
        for row in 0..<count {
            let value = rows.numbers[number.numbers * count + row]
            let first = number.start + countries[row] * CountLayout.setSize
            if let reason = rows.reason(value) {
                values[first + 1 + Int(reason - MissingReason.codes.lowerBound)] += 1
            } else {
                values[first] += 1
                sums[place * layout.countries.count + countries[row]] += value
            }
        }
    }

    mutating func merge(_ later: Self) {
        for place in rows.indices { rows[place] += later.rows[place] }
        for place in values.indices { values[place] += later.values[place] }
        for place in sums.indices { sums[place] += later.sums[place] }
    }

    /// A question's counts.
    public struct Question: Sendable {
        /// Its columns in the table: one, or one for each option.
        public var columns: [Int]
        /// Whether several answers can be given.
        public var isMultiple: Bool
        /// For each country, the rows of each category in the table's order, or that picked each option.
        public var answers: [[Int]]
        /// For each country, the rows that answered.
        public var answered: [Int]
        /// For each country, the rows of each missing reason.
        public var reasons: [[Int]]
        /// For each country, the sum of the numbers; nil for categories.
        public var sums: [Double]?
    }

    /// All questions with categories or numbers, in the order of the table.
    public func questions(of table: DataTable) -> [Question] {
        let columns = Dictionary(layout.columns.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
        let numbers = Dictionary(
            layout.numbers.enumerated().map { ($1.column, ($0, $1)) }, uniquingKeysWith: { first, _ in first })
        var questions: [Question] = []
        for (place, column) in table.columns.enumerated() {
            if let set = table.choices.firstIndex(where: { $0.columns.contains(place) }) {
                if table.choices[set].columns.first == place {
                    questions.append(question(set, table.choices[set].columns, columns))
                }
            } else if let counts = columns[place] {
                questions.append(question(counts, column))
            } else if let (index, number) = numbers[place] {
                questions.append(question(index, number))
            }
        }
        return questions
    }

    private func question(_ counts: CountLayout.Column, _ column: DataTable.Column) -> Question {
        let answers = layout.countries.indices.map { country in
            column.categories.map { values[counts.start + country * counts.size + counts.slot($0.code)] }
        }
        let reasons = layout.countries.indices.map { country in
            DataTable.reasons.map { values[counts.start + country * counts.size + counts.slot($0.code)] }
        }
        return Question(
            columns: [counts.column], isMultiple: false, answers: answers, answered: answers.map { $0.reduce(0, +) },
            reasons: reasons)
    }

    private func question(_ set: Int, _ places: [Int], _ columns: [Int: CountLayout.Column]) -> Question {
        let answers = layout.countries.indices.map { country in
            places.map { place in
                columns[place].map { values[$0.start + country * $0.size + $0.slot(1)] } ?? 0
            }
        }
        let (answered, reasons) = answeredAndReasons(layout.sets[set].start)
        return Question(columns: places, isMultiple: true, answers: answers, answered: answered, reasons: reasons)
    }

    private func question(_ index: Int, _ number: CountLayout.Number) -> Question {
        let (answered, reasons) = answeredAndReasons(number.start)
        let start = index * layout.countries.count
        return Question(
            columns: [number.column], isMultiple: false, answers: layout.countries.map { _ in [] }, answered: answered,
            reasons: reasons, sums: Array(sums[start..<start + layout.countries.count]))
    }

    private func answeredAndReasons(_ start: Int) -> (answered: [Int], reasons: [[Int]]) {
        let firsts = layout.countries.indices.map { start + $0 * CountLayout.setSize }
        return (firsts.map { values[$0] }, firsts.map { Array(values[$0 + 1..<$0 + CountLayout.setSize]) })
    }
}
