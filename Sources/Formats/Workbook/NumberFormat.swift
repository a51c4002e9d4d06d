/// What a cell's number format makes of its number.
enum NumberFormat {
    case number, percent, date, dateTime, time, elapsed

    /// The formats that workbooks name by number only.
    init(builtin: Int) {
        self =
            switch builtin {
            case 9, 10: .percent
            case 14...17, 27...31, 34...36, 50...54, 57, 58: .date
            case 22: .dateTime
            case 18...21, 32, 33, 45, 47, 55, 56: .time
            case 46: .elapsed
            default: .number
            }
    }

    /// A format as its author wrote it: `dd/mm/yyyy`, `[$-41A]d. mmmm yyyy`, `0.0%`. Only the part for positive numbers
    /// counts.
    init(code: String) {
        let letters = Self.letters(of: code)
        let hasDay = letters.contains("y") || letters.contains("d")
        let hasTime = letters.contains("h") || letters.contains("s")
        self =
            if letters.contains("[") {
                .elapsed
            } else if hasDay || letters.contains("m") && !hasTime {
                hasTime ? .dateTime : .date
            } else if hasTime {
                .time
            } else if letters.contains("%") {
                .percent
            } else {
                .number
            }
    }

    /// The letters that stand for parts of a date, and `[` for elapsed time: without what is quoted, skipped or in
    /// brackets.
    private static func letters(of code: String) -> Set<Character> {
        var letters: Set<Character> = []
        var rest = Substring(code.lowercased())
        while let sign = rest.popFirst() {
            switch sign {
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { letters.insert("[") }
                rest = rest.dropFirst(inside.count + 1)
            case ";": return letters
            case "y", "d", "m", "h", "s", "%": letters.insert(sign)
            case "g" where rest.hasPrefix("eneral"): rest = rest.dropFirst(6)
            default: break
            }
        }
        return letters
    }
}

/// Days since the beginning of a workbook's calendar.
enum SerialDate {
    /// The date and time as ISO 8601 writes them, a blank between; nil when the number is no date.
    static func written(_ text: UnsafeRawBufferPointer, _ format: NumberFormat, since1904: Bool) -> [UInt8]? {
        guard let serial = Double(String(decoding: text, as: UTF8.self)), (0..<2_958_466).contains(serial) else {
            return nil
        }
        let all = Int((serial * 86_400_000).rounded())
        let (days, milliseconds) = all.quotientAndRemainder(dividingBy: 86_400_000)
        if format == .elapsed { return Array(clock(all).utf8) }
        if format == .time, days == 0 { return Array(clock(milliseconds).utf8) }
        guard let date = date(days, since1904: since1904) else { return nil }
        let showsTime = format == .dateTime || milliseconds != 0
        return Array((showsTime ? "\(date) \(clock(milliseconds))" : date).utf8)
    }

    /// The calendar of 1900 counts a 29 February 1900 that never was.
    private static func date(_ days: Int, since1904: Bool) -> String? {
        if !since1904, days == 60 || days == 0 { return nil }
        // Days since 1970-01-01.
        let since = since1904 ? days - 24_107 : days - (days < 60 ? 25_568 : 25_569)
        return civil(since)
    }

    /// Howard Hinnant's "chrono-compatible low-level date algorithms".
    private static func civil(_ since1970: Int) -> String {
        let z = since1970 + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func clock(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1000
        let rest = milliseconds % 1000
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return rest == 0 ? clock : clock + "." + padded(rest, 3)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
