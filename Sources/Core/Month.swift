/// A month of the calendar, counted from January of year 0; 0 stands for an unknown month.
public struct Month: Hashable, Comparable, Sendable {
    /// Twelve times the year, plus the month from 1.
    public var number: UInt16

    /// A month by its number.
    public init(number: UInt16) { self.number = number }

    /// A month of a year from 1 to 5000; nil outside.
    public init?(year: Int, month: Int) {
        guard (1...5000).contains(year), (1...12).contains(month) else { return nil }
        number = UInt16(year * 12 + month)
    }

    /// A month written as `2021-06`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2], parts.joined().utf8.allSatisfy({ (48...57).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    /// No month known.
    public static let unknown = Month(number: 0)

    /// The year and the month.
    public var parts: (year: Int, month: Int) { (Int(number - 1) / 12, Int(number - 1) % 12 + 1) }

    /// `2021-06`, or nothing when unknown.
    public var text: String {
        guard number > 0 else { return "" }
        let (year, month) = parts
        return
            "\(String(repeating: "0", count: max(0, 4 - String(year).count)))\(year)-\(month < 10 ? "0" : "")\(month)"
    }

    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
