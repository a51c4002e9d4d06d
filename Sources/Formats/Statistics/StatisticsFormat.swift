/// A data file of a statistics program, told by its first bytes.
enum StatisticsFormat: String, Codable, Sendable {
    case sav, zsav, dta

    /// The format that a file begins as; nil when it is another.
    init?(_ head: [UInt8]) {
        if head.starts(with: "$FL2".utf8) {
            self = .sav
        } else if head.starts(with: "$FL3".utf8) {
            self = .zsav
        } else if head.starts(with: "<stata_dta>".utf8) || Self.isOldStata(head) {
            self = .dta
        } else {
            return nil
        }
    }

    /// Up to release 12: the release as a number, an order of bytes, and a kind of file of which there is one.
    private static func isOldStata(_ head: [UInt8]) -> Bool {
        head.count > 4 && (104...115).contains(head[0]) && (1...2).contains(head[1]) && head[2] == 1
    }

    /// What people call it.
    var kind: String {
        switch self {
        case .sav: "SPSS data file (SAV)"
        case .zsav: "SPSS data file (ZSAV)"
        case .dta: "Stata data file (DTA)"
        }
    }
}
