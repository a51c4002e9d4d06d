import WeirCore

/// The days on which a country's interviews took place, and how it writes times.
struct FieldPeriod {
    let firstDay: Int64
    let days: Int

    /// The period of a survey that declares none: April to August 2021.
    static let usual = FieldPeriod(firstDay: 18_718, days: 153)

    private init(firstDay: Int64, days: Int) {
        self.firstDay = firstDay
        self.days = days
    }

    /// A period from one day to another, each as `2021-04-01`; nil when one is no date, or they stand in the
    /// wrong order.
    init?(from first: String, to last: String) {
        guard let first = Self.day(first), let last = Self.day(last), first <= last else { return nil }
        firstDay = first
        days = Int(last - first) + 1
    }

    /// A moment between 8 and 20 o'clock of one of the days, in seconds since the start of 1970.
    func moment(using generator: inout SeededGenerator) -> Int64 {
        let second = 8 * 3600 + generator.below(12 * 3600)
        return (firstDay + Int64(generator.below(days))) * 86_400 + Int64(second)
    }

    /// Days since the start of 1970, after Howard Hinnant's "days from civil".
    private static func day(_ text: String) -> Int64? {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
        let year = parts[1] > 2 ? parts[0] : parts[0] - 1
        let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
        let era = year / 400
        let yearOfEra = year - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// A moment taken apart.
struct ClockTime {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    init(_ moment: Int64) {
        let day = moment / 86_400 + 719_468
        let era = day / 146_097
        let dayOfEra = day - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        self.day = Int(dayOfYear - (153 * shifted + 2) / 5) + 1
        month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        let rest = Int(moment % 86_400)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// The moment in a country's order of day, month and year.
    func bytes(_ order: CountryRules.DateOrder) -> [UInt8] {
        switch order {
        case .yearMonthDay:
            Array("\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))".utf8)
        case .dayMonthYear:
            Array("\(two(day)).\(two(month)).\(year) \(two(hour)):\(two(minute))".utf8)
        case .monthDayYear:
            Array("\(two(month))/\(two(day))/\(year) \(twelve):\(two(minute)):\(two(second)) \(half)".utf8)
        }
    }

    /// `2021-06`.
    var yearAndMonth: String { "\(year)-\(two(month))" }

    private var twelve: String { two((hour + 11) % 12 + 1) }
    private var half: String { hour < 12 ? "AM" : "PM" }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
