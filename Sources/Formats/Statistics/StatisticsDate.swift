/// What a variable's format makes of its numbers.
enum StatisticsDate {
    /// Seconds since the Gregorian calendar began.
    case spssDay, spssMoment, spssClock
    /// Days, or milliseconds, since 1960.
    case stataDay, stataMoment

    /// - Parameter format: as the program writes it: `DATETIME20`, `%tdDD/NN/CCYY`.
    init?(_ format: String, _ program: StatisticsFormat) {
        let found = program == .dta ? Self.stata(format) : Self.spss(format)
        guard let found else { return nil }
        self = found
    }

    private static func spss(_ format: String) -> StatisticsDate? {
        switch format.uppercased().prefix(while: \.isLetter) {
        case "DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR": .spssDay
        case "DATETIME", "YMDHMS": .spssMoment
        case "TIME", "DTIME", "MTIME": .spssClock
        default: nil
        }
    }

    /// Weeks, months, quarters and half years are numbers of their own and stay what they are.
    private static func stata(_ format: String) -> StatisticsDate? {
        let word = format.drop { $0 == "%" || $0 == "-" }
        if word.hasPrefix("td") || word.hasPrefix("d") { return .stataDay }
        // With leap seconds (C) a moment is some seconds later; the day is the same but at midnight.
        return word.hasPrefix("tc") || word.hasPrefix("tC") ? .stataMoment : nil
    }

    /// The number as ISO 8601 writes it, a blank between date and time; nil when it is no date.
    func written(_ number: Double) -> String? {
        let milliseconds =
            switch self {
            case .spssDay, .spssMoment: number * 1000 - 12_219_379_200_000
            case .spssClock: number * 1000
            case .stataDay: (number - 3653) * 86_400_000
            case .stataMoment: number - 315_619_200_000
            }
        // Far beyond any date, and not more than a whole number holds: a day has so many milliseconds.
        guard abs(milliseconds) < 1e15 else { return nil }
        let all = Int(milliseconds.rounded())
        if case .spssClock = self { return all < 0 ? nil : SerialDate.clock(all) }
        let time = (all % 86_400_000 + 86_400_000) % 86_400_000
        let days = (all - time) / 86_400_000
        guard (-719_162...2_932_896).contains(days) else { return nil }
        let date = SerialDate.civil(days)
        return showsTime || time != 0 ? "\(date) \(SerialDate.clock(time))" : date
    }

    private var showsTime: Bool {
        switch self {
        case .spssMoment, .stataMoment: true
        default: false
        }
    }
}
