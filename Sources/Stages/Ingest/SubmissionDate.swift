import WeirCore

/// The day an interview was submitted, as far as it is needed: the month is kept, the day orders uploads.
struct SubmissionDate {
    var month: Month
    /// Year, month and day as one number, 20210615.
    var day: Int

    /// Reads the first three numbers of a cell in the country's order; two-digit years are of this century.
    init?(_ bytes: UnsafeRawBufferPointer, order: CountryRules.DateOrder) {
        var numbers: [Int] = []
        var current: Int?
        for byte in bytes {
            if (48...57).contains(byte) {
                current = (current ?? 0) * 10 + Int(byte - 48)
                if current! > 9999 { return nil }
            } else if let number = current {
                numbers.append(number)
                current = nil
                if numbers.count == 3 { break }
            }
        }
        if let number = current, numbers.count < 3 { numbers.append(number) }
        guard numbers.count == 3 else { return nil }
        self.init(numbers, order)
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
        guard (1990...2199).contains(full), (1...31).contains(day), let month = Month(year: full, month: monthNumber)
        else { return nil }
        self.month = month
        self.day = (full * 100 + monthNumber) * 100 + day
    }
}
