/// What stands around the rows of a data file of Stata 14 and later (format 118): variables with their labels, what their
/// codes mean. There is no time stamp in it.
public struct DTADictionary: Sendable {
    /// A variable.
    public struct Variable: Sendable {
        /// How its cells are stored.
        public enum Kind: Sendable, Equatable {
            /// Whole numbers up to 100, up to 32,740, or any number.
            case byte, int, double
            /// Text of at most so many bytes, 2,045 of them.
            case text(width: Int)

            /// Bytes of a cell.
            public var size: Int {
                switch self {
                case .byte: 1
                case .int: 2
                case .double: 8
                case .text(let width): width
                }
            }

            var number: Int {
                switch self {
                case .byte: 65530
                case .int: 65529
                case .double: 65526
                case .text(let width): width
                }
            }

            var format: String {
                switch self {
                case .byte, .int: "%8.0g"
                case .double: "%10.0g"
                case .text(let width): "%-\(min(width, 40))s"
                }
            }
        }

        let name: String
        let fullName: String
        let label: String
        let kind: Kind
        /// The set of labels of its codes, by its place.
        let meanings: Int?

        /// A variable under a name of at most 32 characters; `fullName` is noted beside it when it is another.
        public init(name: String, fullName: String, label: String, kind: Kind, meanings: Int?) {
            self.name = name
            self.fullName = fullName
            self.label = label
            self.kind = kind
            self.meanings = meanings
        }
    }

    /// What codes mean; missing reasons by their letters, 0 for `.a`.
    public struct Meanings: Sendable {
        let name: String
        let labels: [(code: Int, label: String)]
        let missing: [(letter: Int, label: String)]

        /// Labels under a name.
        public init(name: String, labels: [(code: Int, label: String)], missing: [(letter: Int, label: String)]) {
            self.name = name
            self.labels = labels
            self.missing = missing
        }
    }

    /// The longest text of a variable, in bytes.
    public static let longestText = 2045
    /// The longest name, in characters.
    public static let longestName = 32
    /// The longest question, in characters.
    public static let longestLabel = 80

    private let variables: [Variable]
    private let meanings: [Meanings]
    private let title: String

    /// A file's variables.
    public init(_ variables: [Variable], _ meanings: [Meanings], title: String) {
        self.variables = variables
        self.meanings = meanings
        self.title = title
    }

    /// Bytes of a row.
    public var rowSize: Int { variables.reduce(0) { $0 + $1.kind.size } }

    /// What stands in front of the rows. Its length does not depend on their number.
    public func head(rows: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes += "<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>".utf8
        bytes.put(variables.count, 2)
        bytes += "</K><N>".utf8
        bytes.put(rows, 8)
        bytes += "</N><label>".utf8
        let label = Self.characters(title, Self.longestLabel)
        bytes.put(label.count, 2)
        bytes += label + Array("</label><timestamp>".utf8)
        bytes.put(0, 1)
        bytes += "</timestamp></header>".utf8
        return withMap(bytes, rows: rows)
    }

    /// What stands behind the rows.
    public var tail: [UInt8] {
        var bytes = Array("</data><strls></strls><value_labels>".utf8)
        for meaning in meanings { Self.put(meaning, &bytes) }
        return bytes + Array("</value_labels></stata_dta>".utf8)
    }

    /// The places of all parts stand in front of them.
    private func withMap(_ header: [UInt8], rows: Int) -> [UInt8] {
        let parts: [(String, [UInt8])] = [
            ("variable_types", types), ("varnames", texts(\.name, Self.longestName * 4 + 1)),
            ("sortlist", [UInt8](repeating: 0, count: 2 * (variables.count + 1))),
            ("formats", texts(\.kind.format, 57)), ("value_label_names", texts(labelName, Self.longestName * 4 + 1)),
            ("variable_labels", texts(shownLabel, Self.longestLabel * 4 + 1)), ("characteristics", characteristics),
        ]
        var places = [0, header.count]
        var body: [UInt8] = []
        let start = header.count + "<map></map>".utf8.count + 14 * 8
        for (name, content) in parts {
            places.append(start + body.count)
            body += Array("<\(name)>".utf8) + content + Array("</\(name)>".utf8)
        }
        let data = start + body.count
        let texts = data + "<data></data>".utf8.count + rows * rowSize
        let labels = texts + "<strls></strls>".utf8.count
        let end = data + "<data>".utf8.count + rows * rowSize + tail.count
        places += [data, texts, labels, end - "</stata_dta>".utf8.count, end]
        var bytes = header + Array("<map>".utf8)
        for place in places { bytes.put(place, 8) }
        return bytes + Array("</map>".utf8) + body + Array("<data>".utf8)
    }

    private var types: [UInt8] {
        var bytes: [UInt8] = []
        for variable in variables { bytes.put(variable.kind.number, 2) }
        return bytes
    }

    private func texts(_ text: (Variable) -> String, _ width: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for variable in variables { bytes.put(Array(text(variable).utf8), width, filling: 0) }
        return bytes
    }

    private func labelName(_ variable: Variable) -> String { variable.meanings.map { meanings[$0].name } ?? "" }

    private func shownLabel(_ variable: Variable) -> String {
        String(decoding: Self.characters(variable.label, Self.longestLabel), as: UTF8.self)
    }

    /// The full names of those whose names are cut: `char list`.
    private var characteristics: [UInt8] {
        var bytes: [UInt8] = []
        for variable in variables where variable.name != variable.fullName {
            bytes += "<ch>".utf8
            bytes.put(2 * (Self.longestName * 4 + 1) + variable.fullName.utf8.count + 1, 4)
            bytes.put(Array(variable.name.utf8), Self.longestName * 4 + 1, filling: 0)
            bytes.put(Array("full_name".utf8), Self.longestName * 4 + 1, filling: 0)
            bytes += variable.fullName.utf8 + [0]
            bytes += "</ch>".utf8
        }
        return bytes
    }

    /// At most so many characters as Stata counts them.
    private static func characters(_ text: String, _ limit: Int) -> [UInt8] {
        let kept = text.unicodeScalars.prefix(limit)
        let end = kept.lastIndex { $0 != " " }.map { kept.index(after: $0) } ?? kept.startIndex
        return Array(String(String.UnicodeScalarView(kept[..<end])).utf8)
    }

    private static func put(_ meanings: Meanings, _ bytes: inout [UInt8]) {
        let labels = meanings.labels + meanings.missing.map { (code: missingLong + $0.letter, label: $0.label) }
        var text: [UInt8] = []
        var places: [Int] = []
        for (_, label) in labels {
            places.append(text.count)
            text += Array(label.utf8) + [0]
        }
        bytes += "<lbl>".utf8
        bytes.put(8 + 8 * labels.count + text.count, 4)
        bytes.put(Array(meanings.name.utf8), longestName * 4 + 1, filling: 0)
        bytes += [0, 0, 0]
        bytes.put(labels.count, 4)
        bytes.put(text.count, 4)
        for place in places { bytes.put(place, 4) }
        for (code, _) in labels { bytes.put(code, 4) }
        bytes += text + Array("</lbl>".utf8)
    }

    /// `.a` among the labels' numbers.
    private static let missingLong = 2_147_483_622
}

/// How Stata stores missing reasons, from `.a` on, and nothing at all.
public enum DTAMissing {
    /// `.` and `.a` of a byte.
    public static let byte: (none: UInt8, first: UInt8) = (101, 102)
    /// `.` and `.a` of a whole number of two bytes.
    public static let int: (none: UInt16, first: UInt16) = (32741, 32742)
    /// `.` of a number.
    public static let double: UInt64 = 0x7FE0_0000_0000_0000
    /// From one reason of a number to the next; the first is one step behind `.`.
    public static let step: UInt64 = 0x0100_0000_0000
}
