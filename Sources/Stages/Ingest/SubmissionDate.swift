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
        var numbers: [Int] = []
        var current: Int?
        for byte in bytes {
            if (48...57).contains(byte) {
                current = min((current ?? 0) * 10 + Int(byte - 48), 10_000)
                if current == 10_000, numbers.count < 3 { return nil }
            } else if let number = current {
                numbers.append(number)
                current = nil
                if numbers.count == 6 { break }
            }
        }
        if let number = current, numbers.count < 6 { numbers.append(number) }
        guard numbers.count >= 3 else { return nil }
        self.init(numbers, order)
        second = Self.secondOfDay(numbers.dropFirst(3), in: bytes).map { self.dayNumber * 86_400 + $0 }
    }

    private static func secondOfDay(_ numbers: ArraySlice<Int>, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard numbers.count >= 2 else { return nil }
        let parts = numbers + [0]
        let half = half(of: bytes)
        let hour = half.map { parts[3] % 12 + $0 } ?? parts[3]
        guard hour < 24, parts[4] < 60, parts[5] < 61 else { return nil }
        return (hour * 60 + parts[4]) * 60 + parts[5]
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

    private init?(_ numbers: [Int], _ order: CountryRules.DateOrder) {
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
