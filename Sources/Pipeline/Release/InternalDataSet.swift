import Foundation
import WeirCore
import WeirKeys
import WeirProtect
import WeirRecord

/// An internal data set as it lies in its folder.
struct InternalDataSet {
    let folder: URL
    let keys: StudyKeys

    /// The data set's name.
    var id: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path)) ?? folder.lastPathComponent
    }

    /// What is wrong with it, before a row is read.
    func problems(rowsNeeded: Int) -> [String] {
        guard let first = provenance.first else {
            return [
                "\(folder.path) is no internal data set. Name the folder that weir merge made, or its parent's current"
            ]
        }
        var problems: [String] = []
        let isMarked = first.contains("\"keys\":\"public sample keys\"")
        if isMarked != keys.isDemonstration {
            problems.append(
                isMarked
                    ? "\(folder.path) is a demonstration. Release it with --demonstration, which marks everything, or merge real uploads"
                    : "\(folder.path) is no demonstration. Name the study's keys with --keys instead of --demonstration"
            )
        } else if !Verifier(folder: folder, pinned: keys.signer.publicKey).verdict().isConsistent {
            problems.append(
                "\(folder.path) is not as it was sealed, or by other keys. weir verify says what changed; merge again")
        }
        if !first.contains("\"audience\":\"internal\"") {
            problems.append("\(folder.path) is a release itself. Name an internal data set")
        }
        if let rows, rows < rowsNeeded {
            problems.append("k is \(rowsNeeded), and there are fewer rows. Lower k, or wait for more interviews")
        }
        return problems
    }

    private var provenance: [Substring] {
        let text = (try? String(contentsOf: folder.appending(path: Provenance.fileName), encoding: .utf8)) ?? ""
        return text.split(separator: "\n")
    }

    private var rows: Int? {
        let line = provenance.first { $0.contains("\"stage\":\"merge\"") }
        return line?.split(separator: "\"rows\":").last.flatMap { Int($0.prefix(while: \.isNumber)) }
    }

    /// The countries whose uploads it is made of; nil where there is no data set to say so.
    var countries: Set<String>? {
        let uploads = provenance.filter { $0.contains("\"kind\":\"upload\"") && $0.contains("\"in force\":true") }
        let found = uploads.compactMap { line in
            line.components(separatedBy: "\"country\":\"").last.map { String($0.prefix { $0 != "\"" }) }
        }
        return found.isEmpty ? nil : Set(found)
    }

    /// Reads the answers: closed questions and numbers, under their pseudonyms.
    func read(_ schema: Schema) throws -> (pseudonyms: [String], table: MicroTable) {
        var scan = try RecordScan(folder.appending(path: "data/merged.csv.gz"))
        return try AnswerRows(schema: schema).read(&scan, first: "pseudonym")
    }
}

/// Reads rows of answers by their columns' names.
struct AnswerRows {
    let schema: Schema
    /// What stands behind the names of the columns that are looked for.
    var suffix = ""

    /// - Parameters:
    ///   - first: the header of the column with the rows' names.
    ///   - isWhole: whether all columns have to be there; what is kept of a release has those that it tells.
    func read(
        _ scan: inout RecordScan, first: String, isWhole: Bool = true
    ) throws -> (pseudonyms: [String], table: MicroTable) {
        let columns = schema.columns.filter { column in
            if case .text = column.kind { return false }
            return column.companion == nil
        }
        let places = Dictionary(scan.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = isWhole ? columns.filter { places[$0.name + suffix] == nil } : []
        guard missing.isEmpty, scan.header.first == first else {
            throw ReleaseRefusal(sentences: ["the study's definition changed since the data were merged. Merge again"])
        }
        var names: [String] = []
        var codes: [Int: [UInt16]] = [:]
        var numbers: [Int: [Double]] = [:]
        let at = columns.compactMap { column in
            places[column.name + suffix].map {
                (kind: column.kind, place: $0, isMonth: column.name == SubmissionMonth.name)
            }
        }
        var months = MonthCodes(variable: schema.codebook.variable(named: SubmissionMonth.name))
        try scan.forEach { bytes, cells in
            names.append(cells[0].text(in: bytes))
            for (kind, place, isMonth) in at {
                switch kind {
                case .code(let column):
                    let month = isMonth ? months.code(of: cells[place].text(in: bytes)) : nil
                    guard let code = month ?? cells[place].code(in: bytes) else { throw Self.damaged }
                    codes[column, default: []].append(code)
                case .number(let column):
                    guard let number = Double(cells[place].text(in: bytes)) else { throw Self.damaged }
                    numbers[column, default: []].append(number)
                case .text: break
                }
            }
        }
        return (names, MicroTable(rows: names.count, codes: codes, numbers: numbers))
    }

    private static let damaged = ReleaseRefusal(sentences: [
        "a cell of the data is no code. weir verify says what changed; merge again"
    ])

    /// The codes of months written as `2021-05`, as the internal data set has them, each looked up once.
    private struct MonthCodes {
        let variable: Variable?
        var known: [String: UInt16] = [:]

        /// - Returns: nil for what is a code already.
        mutating func code(of text: String) -> UInt16? {
            guard let variable, text.isEmpty || text.contains("-") else { return nil }
            if let code = known[text] { return code }
            let code = SubmissionMonth.code(of: text, in: variable)
            known[text] = code
            return code
        }
    }

    /// Writes rows; suppressed and other missing cells as their codes.
    /// - Parameter further: numbers of the same rows, behind them.
    func text(
        _ names: [String], _ table: MicroTable, _ columns: [DataColumn], first: String, order: [Int],
        further: [(header: String, numbers: [Double])] = []
    ) -> [UInt8] {
        let header = [first] + columns.map(\.name) + further.map(\.header)
        var bytes = Array(header.joined(separator: ",").utf8) + [10]
        for row in order {
            bytes += names[row].utf8
            for column in columns {
                bytes.append(44)
                switch column.kind {
                case .code(let place): bytes += String(table.codes[place]?[row] ?? 0).utf8
                case .number(let place): bytes += (table.numbers[place]?[row] ?? 0).written.utf8
                case .text: break
                }
            }
            for column in further { bytes += [44] + column.numbers[row].written.utf8 }
            bytes.append(10)
        }
        return bytes
    }
}
