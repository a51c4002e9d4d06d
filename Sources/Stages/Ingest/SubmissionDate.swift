import WeirCore

/// The day an interview was submitted, as far as it is needed: the month is kept, the day orders uploads.
struct SubmissionDate {
    var month: Month
    /// Year, month and day as one number, 20210615.
    var day: Int
    /// Seconds since the beginning of year 0; nil when the cell has no time of day.
    var second: Int?

    /// Reads the first three numbers of a cell in the country's order; two-digit years are of this century. The next
    /// three are the time of day, with AM or PM behind it or not.
    init?(_ bytes: UnsafeRawBufferPointer, order: CountryRules.DateOrder) {
        var numbers = Numbers(repeating: 0)
        var count = 0
        var current: Int?
        for byte in bytes {
            if byte &- 48 < 10 {
                current = min((current ?? 0) * 10 + Int(byte - 48), 10_000)
                if current == 10_000, count < 3 { return nil }
            } else if let number = current {
                numbers[count] = number
                count += 1
                current = nil
                if count == numbers.count { break }
            }
        }
        if let number = current, count < numbers.count {
            numbers[count] = number
            count += 1
        }
        guard count >= 3 else { return nil }
        self.init(numbers, order)
        // Without seconds there are none.
        if count >= 5 { second = Self.secondOfDay(numbers, in: bytes).map { self.dayNumber * 86_400 + $0 } }
    }

    /// The day's three numbers and the time's.
    private typealias Numbers = InlineArray<6, Int>

    private static func secondOfDay(_ numbers: Numbers, in bytes: UnsafeRawBufferPointer) -> Int? {
        let half = half(of: bytes)
        let hour = half.map { numbers[3] % 12 + $0 } ?? numbers[3]
        guard hour < 24, numbers[4] < 60, numbers[5] < 61 else { return nil }
        return (hour * 60 + numbers[4]) * 60 + numbers[5]
    }

    /// The hours that AM or PM adds; nil without either.
    private static func half(of bytes: UnsafeRawBufferPointer) -> Int? {
        guard let mark = bytes.lastIndex(where: { $0 | 32 == UInt8(ascii: "m") }), mark > 0 else { return nil }
        switch bytes[mark - 1] | 32 {
        case UInt8(ascii: "a"): return 0
        case UInt8(ascii: "p"): return 12
        default: return nil
        }
    }

    /// Days since the beginning of year 0.
    var dayNumber: Int {
        let (year, month) = (day / 10_000, day / 100 % 100)
        let before = (1..<month).reduce(0) { $0 + Self.days(ofMonth: $1, year: year) }
        return 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400 + before + day % 100
    }

    private static func days(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private init?(_ numbers: Numbers, _ order: CountryRules.DateOrder) {
        // A year in front is the standard's order, whatever the country's: workbooks hold dates so.
        let (year, monthNumber, day) =
            switch numbers[0] > 31 ? .yearMonthDay : order {
            case .dayMonthYear: (numbers[2], numbers[1], numbers[0])
            case .monthDayYear: (numbers[2], numbers[0], numbers[1])
            case .yearMonthDay: (numbers[0], numbers[1], numbers[2])
            }
        let full = year < 100 ? 2000 + year : year
        guard (1990...2199).contains(full), let month = Month(year: full, month: monthNumber),
            (1...Self.days(ofMonth: monthNumber, year: full)).contains(day)
        else { return nil }
        self.month = month
        self.day = (full * 100 + monthNumber) * 100 + day
    }
}
