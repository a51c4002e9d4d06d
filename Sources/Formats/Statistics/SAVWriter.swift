import WeirCore

/// Writes a data file of SPSS as survey platforms export it: questions and answers as labels, long texts in segments.
public struct SAVWriter {
    /// A variable: the question is its label.
    public struct Variable: Sendable {
        /// What its cells are.
        public enum Kind: Sendable {
            /// One of some answers, numbered from `first`.
            case coded([String], first: Int)
            /// A number, with this sign before its decimals.
            case number(mark: UInt8)
            /// `2021-06-15 13:45:10`.
            case moment
            /// Text of at most so many bytes.
            case text(width: Int)
        }

        let name: String
        let label: String
        let kind: Kind

        /// A variable.
        public init(name: String, label: String, kind: Kind) {
            self.name = name
            self.label = label
            self.kind = kind
        }

        var described: SAVDictionary.Variable {
            let kind: SAVDictionary.Variable.Kind =
                switch kind {
                case .coded, .number: .number(width: 12, decimals: 0)
                case .moment: .moment
                case .text(let width): .text(width: width)
                }
            return SAVDictionary.Variable(name: name, label: label, kind: kind)
        }
    }

    /// How many rows were written.
    public private(set) var rows = 0
    private let variables: [Variable]
    private let segments: [[Int]]
    private var head: [UInt8]
    private var packer = SAVPacker()

    /// Begins a file.
    public init(_ variables: [Variable]) {
        self.variables = variables
        let described = variables.map(\.described)
        segments = described.map(\.segments)
        head = SAVDictionary.bytes(described, Self.meanings(of: variables))
    }

    private static func meanings(of variables: [Variable]) -> [SAVDictionary.Meanings] {
        variables.enumerated().compactMap { place, variable in
            guard case .coded(let answers, let first) = variable.kind else { return nil }
            precondition(
                answers.allSatisfy { $0.utf8.count <= SAVDictionary.longestLabel },
                "an answer is longer than a label can be")
            let labels = answers.enumerated().map { (code: Double(first + $0), label: $1) }
            return SAVDictionary.Meanings(labels: labels, variables: [place])
        }
    }

    /// The number of rows as it stands in the file.
    public var rowsBytes: [UInt8] { SAVDictionary.bytes(rows: rows) }

    /// Takes what was made and not taken yet; at the end, all that is left.
    public mutating func take(all: Bool = false) -> [UInt8] {
        defer { head = [] }
        return head + packer.take(all: all)
    }

    /// Writes a row.
    /// - Throws: a `Diagnostic` when a text is longer than its variable is wide.
    public mutating func row(_ cells: [String]) throws {
        rows += 1
        for (place, cell) in cells.enumerated() { try put(cell, place) }
    }

    private mutating func put(_ cell: String, _ place: Int) throws {
        switch variables[place].kind {
        case .text(let width):
            guard cell.utf8.count <= width else {
                throw Diagnostic(.cellTooLong, at: Place(file: variables[place].name))
            }
            Array(cell.utf8).withUnsafeBufferPointer { packer.put($0, segments[place]) }
        case .coded(let answers, let first):
            packer.put(answers.firstIndex(of: cell).map { Double(first + $0) })
        case .number(let mark):
            let digits = cell.utf8.map { $0 == mark ? UInt8(ascii: ".") : $0 }
            packer.put(Double(String(decoding: digits, as: UTF8.self)))
        case .moment: packer.put(Self.seconds(cell))
        }
    }

    /// Seconds since 14 October 1582.
    private static func seconds(_ text: String) -> Double? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count == 6 else { return nil }
        let days = days(numbers[0], numbers[1], numbers[2])
        return Double((days + 141_428) * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5])
    }

    /// Days since 1970, after Howard Hinnant's "chrono-compatible low-level date algorithms".
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let yearOfEra = year - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
