import WeirCore

/// Writes a data file of SPSS as survey platforms export it: questions and answers as labels, long texts in segments,
/// rows packed in SPSS's own way. Nothing in it depends on when and where it is written.
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
    }

    /// What was made and not taken yet.
    public var bytes: [UInt8] = []
    /// How many rows were written.
    public private(set) var rows = 0
    private let variables: [Variable]
    private var codes: [UInt8] = []
    private var literals: [UInt8] = []

    /// Where in the file the number of rows stands.
    public static let rowsOffset = 80
    /// The longest label of an answer, in bytes.
    public static let longestLabel = 120
    /// Numbers near zero are packed into one byte.
    private static let bias = 100

    /// Begins a file.
    public init(_ variables: [Variable]) {
        self.variables = variables
        putHeader()
        putVariables()
        putLabels()
        putInformation()
        put(999, 0)
    }

    /// The number of rows as it stands in the file.
    public var rowsBytes: [UInt8] { Self.long(rows) }

    private static func long(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func bytes(_ number: Double) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
    }

    /// A text filled up with blanks.
    private static func padded(_ text: [UInt8], _ count: Int) -> [UInt8] {
        text + [UInt8](repeating: Byte.space, count: max(0, count - text.count))
    }

    private mutating func put(_ numbers: Int...) { for number in numbers { bytes += Self.long(number) } }

    private mutating func put(_ text: String, _ count: Int) { bytes += Self.padded(Array(text.utf8), count) }
}

// The dictionary.
extension SAVWriter {
    private mutating func putHeader() {
        put("$FL2@(#) SPSS DATA FILE", 64)
        put(2, variables.reduce(0) { $0 + Self.elements($1) }, 1, 0, -1)
        bytes += Self.bytes(Double(Self.bias))
        put("01 Jan 2100:00:00", 17)
        put("", 64)
        bytes += [0, 0, 0]
    }

    /// The widths of a text's segments; a number has one of width 0.
    private static func segments(_ variable: Variable) -> [Int] {
        guard case .text(let width) = variable.kind else { return [0] }
        guard width > 255 else { return [width] }
        let count = (width + 251) / 252
        return [Int](repeating: 255, count: count - 1) + [width - 252 * (count - 1)]
    }

    /// Each element is eight bytes of a row.
    private static func elements(_ variable: Variable) -> Int {
        segments(variable).reduce(0) { $0 + max(1, ($1 + 7) / 8) }
    }

    private mutating func putVariables() {
        var number = 0
        for variable in variables {
            for (place, width) in Self.segments(variable).enumerated() {
                number += 1
                put(2, width, place == 0 ? 1 : 0, 0, format(variable, width), format(variable, width))
                put("V\(number)", 8)
                if place == 0 { putLabel(variable.label) }
                for _ in 1..<max(2, (width + 7) / 8) where width > 8 {
                    put(2, -1, 0, 0, 0, 0)
                    put("", 8)
                }
            }
        }
    }

    /// Kind, width and decimals: F12, DATETIME20, or A and the width.
    private func format(_ variable: Variable, _ width: Int) -> Int {
        switch variable.kind {
        case .coded, .number: 5 << 16 | 12 << 8
        case .moment: 22 << 16 | 20 << 8
        case .text: 1 << 16 | width << 8
        }
    }

    private mutating func putLabel(_ label: String) {
        let text = Array(label.utf8.prefix(255))
        put(text.count)
        bytes += Self.padded(text, (text.count + 3) / 4 * 4)
    }

    private mutating func putLabels() {
        var element = 1
        for variable in variables {
            if case .coded(let answers, let first) = variable.kind, !answers.isEmpty {
                put(3, answers.count)
                for (place, answer) in answers.enumerated() { putAnswer(answer, code: first + place) }
                put(4, 1, element)
            }
            element += Self.elements(variable)
        }
    }

    private mutating func putAnswer(_ answer: String, code: Int) {
        let text = Array(answer.utf8)
        precondition(text.count <= Self.longestLabel, "an answer is longer than a label can be")
        bytes += Self.bytes(Double(code)) + [UInt8(text.count)]
        bytes += Self.padded(text, (text.count + 8) / 8 * 8 - 1)
    }

    /// Byte order and encoding, the ends of numbers, the long names, the long texts.
    private mutating func putInformation() {
        put(7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
        put(7, 4, 8, 3)
        bytes += Self.bytes(-Double.greatestFiniteMagnitude) + Self.bytes(.greatestFiniteMagnitude)
        bytes += Self.bytes((-Double.greatestFiniteMagnitude).nextUp)
        let short = shortNames
        putText(13, zip(short, variables).map { "\($0)=\($1.name)" }.joined(separator: "\t"))
        let long = zip(short, variables).compactMap { name, variable -> String? in
            guard case .text(let width) = variable.kind, width > 255 else { return nil }
            let digits = String(width)
            return "\(name)=\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)\0\t"
        }
        if !long.isEmpty { putText(14, long.joined()) }
        putText(20, "UTF-8")
    }

    private var shortNames: [String] {
        var number = 1
        return variables.map { variable in
            defer { number += Self.segments(variable).count }
            return "V\(number)"
        }
    }

    private mutating func putText(_ kind: Int, _ text: String) {
        put(7, kind, 1, text.utf8.count)
        bytes += text.utf8
    }
}

// The rows.
extension SAVWriter {
    /// Writes a row.
    /// - Throws: a `Diagnostic` when a text is longer than its variable is wide.
    public mutating func row(_ cells: [String]) throws {
        rows += 1
        for (variable, cell) in zip(variables, cells) { try put(cell, variable) }
    }

    private mutating func put(_ cell: String, _ variable: Variable) throws {
        switch variable.kind {
        case .text(let width):
            guard cell.utf8.count <= width else { throw Diagnostic(.cellTooLong, at: Place(file: variable.name)) }
            putText(Array(cell.utf8), Self.segments(variable))
        case .coded(let answers, let first):
            put(answers.firstIndex(of: cell).map { Double(first + $0) })
        case .number(let mark):
            let digits = cell.utf8.map { $0 == mark ? UInt8(ascii: ".") : $0 }
            put(Double(String(decoding: digits, as: UTF8.self)))
        case .moment: put(Self.seconds(cell))
        }
    }

    /// The segments of a long text hold 255 bytes each, and one that is not used.
    private mutating func putText(_ text: [UInt8], _ segments: [Int]) {
        var start = 0
        for width in segments {
            let part = Self.padded(
                Array(text[min(start, text.count)..<min(start + width, text.count)]), (width + 7) / 8 * 8)
            start += width
            for at in stride(from: 0, to: part.count, by: 8) {
                let element = Array(part[at..<at + 8])
                element.allSatisfy { $0 == Byte.space } ? put(code: 254) : put(code: 253, element)
            }
        }
    }

    private mutating func put(_ number: Double?) {
        guard let number else { return put(code: 255) }
        let packed = number + Double(Self.bias)
        if number == number.rounded(), (1...251).contains(packed) { return put(code: UInt8(packed)) }
        put(code: 253, Self.bytes(number))
    }

    /// Eight codes stand together in front of what does not fit into them.
    private mutating func put(code: UInt8, _ literal: [UInt8] = []) {
        codes.append(code)
        literals += literal
        if codes.count == 8 { flush() }
    }

    private mutating func flush() {
        bytes += codes + [UInt8](repeating: 0, count: 8 - codes.count) + literals
        codes.removeAll(keepingCapacity: true)
        literals.removeAll(keepingCapacity: true)
    }

    /// Ends the file; the number of rows is to be written to its place.
    public mutating func finish() { if !codes.isEmpty { flush() } }

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
