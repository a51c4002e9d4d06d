import WeirCore
import WeirReport
import WeirState

extension StudyStatus {
    /// One line for each country, then what somebody has to see to, then what waits.
    public var text: String {
        var lines = [nightLine, ""] + TextColumns.aligned([Self.titles] + countries.map(\.cells))
        if !concerns.isEmpty { lines += [""] + concerns.map(\.line) }
        if !waiting.isEmpty { lines += [""] + waiting.map(\.line) }
        return lines.joined(separator: "\n")
    }

    var nightLine: String {
        guard let night else { return "no night yet" }
        return "last night \(Days.writtenWithTime(night.started)) UTC, \(night.result.rawValue): \(night.summary)"
    }

    static let titles = [
        "country", "accepted", "last interview", "rows", "in the data set", "target", "to map", "to translate",
        "not ready", "withdrawn",
    ]
}

extension StudyStatus.Country {
    /// The country's line, in the order of the titles.
    var cells: [String] {
        guard let night else { return [code.letters, "never"] + [String](repeating: "", count: 8) }
        let rows = night.rows.values.reduce(0, +)
        let counts = [rows, night.merged].map(String.init)
        return [code.letters, night.since.map(Days.written) ?? "never", Days.written(number: night.lastDay)] + counts
            + [target.map { "\(100 * night.merged / $0) %" } ?? ""]
            + [night.unmapped, night.untranslated, night.notReady, withdrawn].map(String.init)
    }
}

extension StudyStatus.Concern {
    /// `AL: the last upload …`.
    var line: String { (country.map { "\($0.letters): " } ?? "") + sentence }
}

extension StudyStatus.Waiting {
    /// The finding with its name for `weir accept`, and since when it is there.
    var line: String {
        let nights = "since \(Days.written(seen.first))"
        let accepted = acceptance.map { ", accepted by \($0.name) until \(Days.written($0.until)): \($0.reason)" } ?? ""
        return "\(seen.id)  \(nights)\(accepted)  \(FindingText.text(standing: seen.finding))"
    }
}

/// Cells in columns, the first to the left and the others to the right.
enum TextColumns {
    static func aligned(_ rows: [[String]]) -> [String] {
        guard let first = rows.first else { return [] }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).enumerated().map { index, cell in
                let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + blanks : blanks + cell.0
            }
            return cells.joined(separator: "  ")
        }
    }
}
