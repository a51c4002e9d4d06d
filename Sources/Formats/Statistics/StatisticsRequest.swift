import WeirCore

/// What the child process is asked to read, on its standard input.
struct StatisticsRequest: Codable {
    var format: StatisticsFormat
    /// The sign before decimals.
    var decimalMark: UInt8
    /// The encoding that the study declares, for files that name none.
    var encoding: String?
    /// The questionnaire's language, which helps to recognise an encoding.
    var language: String?
    var known: KnownColumns
    /// Whether the labels are wanted, and not the cases.
    var wantsLabels: Bool
    /// How many seconds of a processor, and how many bytes of memory, the reading may take.
    var seconds: UInt64
    var memory: UInt64

    /// - Parameter size: the file's, in bytes.
    init(_ format: StatisticsFormat, _ hints: TableFile.Hints, size: Int) {
        self.format = format
        decimalMark = hints.decimalMark
        encoding = hints.encoding.map(\.rawValue)
        language = hints.language
        known = hints.known
        wantsLabels = hints.wantsLabels
        // Ten seconds, and one for each megabyte: fifty times what an honest file takes.
        seconds = 10 + UInt64(size >> 20)
        // The file lies in memory once; the program itself, the dictionary and a row are the rest.
        memory = 1 << 30 + UInt64(size)
    }
}

/// How the child process ends, when it ends by itself.
enum StatisticsEnd: Int32 {
    case whole = 0
    /// The file is damaged.
    case damaged = 65
    /// It takes more memory than a survey may.
    case tooMuch = 71
}

/// The first line that the child process writes, in front of the table.
enum StatisticsPreamble: Equatable {
    /// The table follows.
    case table(TextEncoding, TableFile.EncodingBasis)
    /// No table follows.
    case refused(DiagnosticCode, label: String)

    /// The line, without its end.
    var line: String {
        switch self {
        case .table(let encoding, let basis): "table\t\(encoding.rawValue)\t\(basis.rawValue)"
        case .refused(let code, let label): "refused\t\(code.rawValue)\t\(label)"
        }
    }

    private static let refusals: [DiagnosticCode] = [.encodingUnread, .tableTooWide]

    /// Reads the line of a child that may have been taken over by what it read: nothing but these words passes.
    init?(_ line: String) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        if parts[0] == "table", let encoding = TextEncoding(rawValue: parts[1]),
            let basis = TableFile.EncodingBasis(rawValue: parts[2])
        {
            self = .table(encoding, basis)
        } else if parts[0] == "refused", let code = Self.refusals.first(where: { $0.rawValue == parts[1] }) {
            self = .refused(code, label: Self.shown(parts[2]))
        } else {
            return nil
        }
    }

    /// A name of an encoding has letters, digits and hyphens.
    static func shown(_ label: String) -> String {
        String(
            label.unicodeScalars.filter {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789-".unicodeScalars.contains($0))
            }.prefix(24))
    }
}
