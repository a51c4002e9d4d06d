/// What stands in front of the rows of a data file of SPSS: variables with their labels, what their codes mean, which
/// are missing, which belong together. Nothing in it depends on when and where it is written.
public struct SAVDictionary: Sendable {
    /// A variable.
    public struct Variable: Sendable {
        /// What its cells are.
        public enum Kind: Sendable, Equatable {
            /// A number, shown with so many digits and decimals.
            case number(width: Int, decimals: Int)
            /// Seconds since 14 October 1582.
            case moment
            /// Text of at most so many bytes.
            case text(width: Int)
        }

        /// What may be computed with it.
        public enum Measure: Int, Sendable {
            case nominal = 1
            case ordinal = 2
            case scale = 3
        }

        let name: String
        let label: String
        let kind: Kind
        let measure: Measure?
        let missing: ClosedRange<Double>?

        /// A variable.
        public init(
            name: String, label: String, kind: Kind, measure: Measure? = nil, missing: ClosedRange<Double>? = nil
        ) {
            self.name = name
            self.label = label
            self.kind = kind
            self.measure = measure
            self.missing = missing
        }

        /// The widths of a text's segments; a number has one of width 0. Only a text has several.
        var segments: [Int] {
            guard case .text(let width) = kind else { return [0] }
            guard width > 255 else { return [width] }
            let count = (width + 251) / 252
            return [Int](repeating: 255, count: count - 1) + [width - 252 * (count - 1)]
        }

        /// Each element is eight bytes of a row.
        var elements: Int { segments.reduce(0) { $0 + max(1, ($1 + 7) / 8) } }
    }

    /// What codes mean, for the variables that share them.
    public struct Meanings: Sendable {
        let labels: [(code: Double, label: String)]
        let variables: [Int]

        /// Labels of codes, for variables by their places.
        public init(labels: [(code: Double, label: String)], variables: [Int]) {
            self.labels = labels
            self.variables = variables
        }
    }

    /// The columns of a question that takes several answers: 1 is picked.
    public struct MultipleResponse: Sendable {
        let name: String
        let label: String
        let variables: [Int]

        /// A set of variables by their places.
        public init(name: String, label: String, variables: [Int]) {
            self.name = name
            self.label = label
            self.variables = variables
        }
    }

    /// How the rows are packed.
    public enum Packing: Int, Sendable {
        /// Eight codes in front of what does not fit into them.
        case rows = 1
        /// The same, and deflated.
        case deflated = 2
    }

    /// Where in the file the number of rows stands.
    public static let rowsOffset = 80
    /// The longest label of an answer, in bytes.
    public static let longestLabel = 120
    /// The longest name of a variable, in bytes.
    public static let longestName = 64
    /// The longest question, in bytes.
    public static let longestQuestion = 255
    /// Numbers near zero are packed into one byte.
    static let bias = 100

    private let variables: [Variable]
    private var bytes: [UInt8] = []

    /// The bytes in front of the rows.
    public static func bytes(
        _ variables: [Variable], _ meanings: [Meanings] = [], sets: [MultipleResponse] = [], title: String = "",
        packing: Packing = .rows
    ) -> [UInt8] {
        var dictionary = SAVDictionary(variables)
        dictionary.putHeader(title, packing)
        dictionary.putVariables()
        dictionary.put(meanings)
        dictionary.putInformation(sets)
        dictionary.put(999, 0)
        return dictionary.bytes
    }

    /// The number of rows as it stands in the file.
    public static func bytes(rows: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(rows, 4)
        return bytes
    }

    private init(_ variables: [Variable]) { self.variables = variables }

    private mutating func put(_ numbers: Int...) { for number in numbers { bytes.put(number, 4) } }

    private mutating func put(_ text: String, _ count: Int) { bytes.put(Array(text.prefix(bytes: count).utf8), count) }

    private mutating func putHeader(_ title: String, _ packing: Packing) {
        put(packing == .rows ? "$FL2@(#) SPSS DATA FILE" : "$FL3@(#) SPSS DATA FILE", 64)
        put(2, variables.reduce(0) { $0 + $1.elements }, packing.rawValue, 0, -1)
        bytes.put(Double(Self.bias))
        put("01 Jan 2100:00:00", 17)
        put(title, 64)
        bytes += [0, 0, 0]
    }

    private mutating func putVariables() {
        var number = 0
        for variable in variables {
            for (place, width) in variable.segments.enumerated() {
                number += 1
                let missing = place == 0 ? variable.missing : nil
                let format = Self.format(variable, width)
                put(2, width, place == 0 ? 1 : 0, missing == nil ? 0 : -2, format, format)
                put("V\(number)", 8)
                if place == 0 { putLabel(variable.label) }
                if let missing {
                    bytes.put(missing.lowerBound)
                    bytes.put(missing.upperBound)
                }
                for _ in 1..<max(2, (width + 7) / 8) where width > 8 {
                    put(2, -1, 0, 0, 0, 0)
                    put("", 8)
                }
            }
        }
    }

    /// Kind, width and decimals: F, DATETIME20, or A and the width.
    private static func format(_ variable: Variable, _ width: Int) -> Int {
        switch variable.kind {
        case .number(let width, let decimals): 5 << 16 | width << 8 | decimals
        case .moment: 22 << 16 | 20 << 8
        case .text: 1 << 16 | width << 8
        }
    }

    private mutating func putLabel(_ label: String) {
        let text = Array(label.prefix(bytes: Self.longestQuestion).utf8)
        put(text.count)
        bytes.put(text, (text.count + 3) / 4 * 4)
    }

    private mutating func put(_ meanings: [Meanings]) {
        var first = [1]
        for variable in variables { first.append(first[first.count - 1] + variable.elements) }
        for meaning in meanings where !meaning.labels.isEmpty {
            put(3, meaning.labels.count)
            for (code, label) in meaning.labels {
                let text = Array(label.prefix(bytes: Self.longestLabel).utf8)
                bytes.put(code)
                bytes.append(UInt8(text.count))
                bytes.put(text, (text.count + 8) / 8 * 8 - 1)
            }
            put(4, meaning.variables.count)
            for variable in meaning.variables { put(first[variable]) }
        }
    }

    /// Byte order and encoding, the ends of numbers, what belongs together, how to show it, long names, long texts.
    private mutating func putInformation(_ sets: [MultipleResponse]) {
        put(7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
        put(7, 4, 8, 3)
        bytes.put(-Double.greatestFiniteMagnitude)
        bytes.put(.greatestFiniteMagnitude)
        bytes.put((-Double.greatestFiniteMagnitude).nextUp)
        let short = shortNames
        if !sets.isEmpty { putText(7, sets.map { Self.text($0, short) }.joined()) }
        putDisplay()
        putText(13, zip(short, variables).map { "\($0)=\($1.name)" }.joined(separator: "\t"))
        let long = zip(short, variables).compactMap { name, variable -> String? in
            guard case .text(let width) = variable.kind, width > 255 else { return nil }
            let digits = String(width)
            return "\(name)=\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)\0\t"
        }
        if !long.isEmpty { putText(14, long.joined()) }
        putText(20, "UTF-8")
    }

    /// `$name=D1 1 5 label v3 v4`: the variables of a set in which 1 is counted, by their short names.
    private static func text(_ set: MultipleResponse, _ short: [String]) -> String {
        let label = set.label.prefix(bytes: longestQuestion)
        let names = set.variables.map { short[$0].lowercased() }.joined(separator: " ")
        return "$\(set.name.prefix(bytes: longestName - 1))=D1 1 \(label.utf8.count) \(label) \(names)\n"
    }

    /// Level of measurement, width and alignment of each variable, and of each further segment.
    private mutating func putDisplay() {
        guard variables.contains(where: { $0.measure != nil }) else { return }
        let segments = variables.flatMap { variable in variable.segments.map { (variable, $0) } }
        put(7, 11, 4, 3 * segments.count)
        for (variable, width) in segments {
            put((variable.measure ?? .nominal).rawValue, width == 0 ? 8 : min(max(width, 8), 32), width == 0 ? 1 : 0)
        }
    }

    private var shortNames: [String] {
        var number = 1
        return variables.map { variable in
            defer { number += variable.segments.count }
            return "V\(number)"
        }
    }

    private mutating func putText(_ kind: Int, _ text: String) {
        put(7, kind, 1, text.utf8.count)
        bytes += text.utf8
    }
}
