import WeirCore
import WeirFormats

extension TableFile.Format {
    /// What kind of file it is.
    var kind: String {
        let inner =
            switch content {
            case .text(_, _, let delimiter): delimiter == .tab ? "TSV" : "CSV"
            case .sheet(let kind, _, _): kind
            }
        return packing.reversed().reduce(inner) { "\($0) in \($1.rawValue)" }
    }

    /// The format in words.
    var words: [String] {
        let inner =
            switch content {
            case .text(let encoding, let basis, let delimiter):
                "\(encoding.rawValue)\(basis == .recognised ? " (recognised)" : ""), \(delimiter.name)"
            case .sheet(let kind, let name, let count):
                count == 1 ? "\(kind), sheet \"\(name)\"" : "\(kind), sheet \"\(name)\" of \(count)"
            }
        return [packing.map { "\($0.rawValue), " }.joined() + inner]
    }
}

extension CountryRules {
    /// What the study says of the country's files.
    var hints: TableFile.Hints { TableFile.Hints(encoding: encoding, language: language, decimalMark: decimalMark) }
}
