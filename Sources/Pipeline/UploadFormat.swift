import WeirCore
import WeirFormats

extension TableFile.Format {
    /// What kind of file it is.
    var kind: String {
        let text = delimiter == .tab ? "TSV" : "CSV"
        return isCompressed ? "\(text) in gzip" : text
    }

    /// The format in words.
    var words: [String] {
        let how = basis == .recognised ? " (recognised)" : ""
        return ["\(isCompressed ? "gzip, " : "")\(encoding.rawValue)\(how), \(delimiter.name)"]
    }
}

extension CountryRules {
    /// What the study says of the country's files.
    var hints: TableFile.Hints { TableFile.Hints(encoding: encoding, language: language) }
}
