import WeirCore
import WeirFormats

/// What the file of a format does not hold of a data set, in sentences: a column that is missing from a file, or half a
/// question, must not look as if it had never been there.
struct FormatLoss {
    private let table: DataTable
    private let format: DataFormat

    init(_ table: DataTable, _ format: DataFormat) {
        self.table = table
        self.format = format
    }

    /// One sentence for each kind; none when the file holds everything.
    var sentences: [String] { [texts, labels, names].compactMap(\.self) }

    private var kept: DataTable {
        switch format {
        case .csv, .labels, .sqlite: table
        case .xlsx: TextRoom.workbook(table)
        case .sav, .zsav, .dta: TextRoom.fixed(table)
        }
    }

    private var texts: String? {
        let names = TextRoom.beside(table, kept).map(\.name)
        if names.isEmpty { return nil }
        return
            "It has no room for \(names.joined(separator: ", ")): data/text.csv.gz has \(names.count == 1 ? "it" : "them")."
    }

    private var labels: String? {
        let (count, limit) =
            switch format {
            case .dta:
                (
                    kept.columns.count { StataEncoder.label($0).count > DTADictionary.longestLabel },
                    "\(DTADictionary.longestLabel) characters"
                )
            case .sav, .zsav:
                (
                    kept.columns.count { $0.label.utf8.count > SAVDictionary.longestQuestion },
                    "\(SAVDictionary.longestQuestion) bytes"
                )
            case .csv, .labels, .xlsx, .sqlite: (0, "")
            }
        if count == 0 { return nil }
        return
            "\(count) of \(kept.columns.count) questions are cut after \(limit): documentation/columns.csv has them whole."
    }

    private var names: String? {
        guard format == .dta else { return nil }
        let count = kept.columns.count { $0.name.utf8.count > DTADictionary.longestName }
        if count == 0 { return nil }
        return "\(count) names are cut after \(DTADictionary.longestName) characters: char list has them whole."
    }
}
