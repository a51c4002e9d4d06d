public import WeirCore

/// What a researcher has to know before opening a file: README.txt.
public struct ResearcherGuide: Sendable {
    private let table: DataTable
    private let formats: [DataFormat]
    private let names: [String]

    /// A guide to a data set.
    /// - Parameter names: the files in `data` that were written.
    public init(_ table: DataTable, _ formats: [DataFormat], names: [String]) {
        self.table = table
        self.formats = formats
        self.names = names
    }

    /// The files of the data set, a line each.
    public func files(and others: [(String, String)]) -> String {
        var lines = formats.map { ("data/" + $0.file(of: table.name), $0.words) }
        if names.contains("text.csv.gz") {
            lines.append(("data/text.csv.gz", "open answers that another file has no room for, by row and column"))
        }
        lines += others
        lines += Loaders(table, formats).files.map { ($0.name, Self.loads($0.name)) }
        lines += [
            ("documentation/columns.csv", "columns: kind, level of measurement, question"),
            ("documentation/codes.csv", "codes of each column, and the missing reasons, with labels"),
            ("documentation/tables.html", "frequencies of every question by country; the same in tables.xlsx"),
        ]
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, words in
            name + String(repeating: " ", count: width + 2 - name.count) + words
        }.joined(separator: "\n")
    }

    /// What each file lacks, by its name; nil when all hold everything.
    private var losses: String? {
        let lines = formats.compactMap { format -> String? in
            let sentences = FormatLoss(table, format).sentences
            return sentences.isEmpty
                ? nil : "  data/\(format.file(of: table.name)): \(sentences.joined(separator: " "))"
        }
        return lines.isEmpty ? nil : "What a file does not hold.\n" + lines.joined(separator: "\n")
    }

    /// What was done to open answers so that every program reads them as cells; nil where there are none.
    private var texts: String? {
        guard table.columns.contains(where: \.isText) else { return nil }
        return """
            Open answers stand on one line: line breaks in them became blanks. In delimited text (.csv.gz) one that begins with
            = + - @ or a tab has an apostrophe before it, so that no spreadsheet computes it. The loaders for R and Python take
            the apostrophe away; with other programs do so yourself before you quote or compare texts.
            """
    }

    private static func loads(_ name: String) -> String {
        let program = ["R": "R", "py": "Python with pandas", "do": "Stata", "sps": "SPSS and PSPP"]
        return "reads it in \(program[String(name.split(separator: ".").last ?? "")] ?? "")"
    }

    /// What is missing, and how not to compute with it.
    public var advice: String {
        """
        Missing values. A code from 9990 to 9998 is no answer but says why there is none:
        \(DataTable.reasons.map { "  \($0.code) \($0.label)" }.joined(separator: "\n"))
        Leave them out before computing anything: a mean over them is wrong. The loaders do; in .sav and .zsav they are
        declared as missing, in .dta they are .a to .i, in .xlsx and in the labelled text they are words, in .sqlite the view
        \(table.name)_values has null instead.

        Questions with several answers have a column for each option, 1 picked and 0 not picked. Percentages of respondents
        add up to more than 100.
        """ + [losses, texts].compactMap { $0.map { "\n\n" + $0 } }.joined()
    }
}
