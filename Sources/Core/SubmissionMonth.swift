/// The month in which an interview was submitted, as a variable of releases: no question asks for it, and a release tells
/// it only where its profile has it among the keys.
///
/// Codes follow the calendar and not the field period, so that a longer period changes none of an earlier release: 2105 is
/// May 2021, 2122 its second quarter, 2130 the year.
public enum SubmissionMonth {
    /// The name in data sets, profiles and hierarchies.
    public static let name = "submitted_month"
    /// The code of any month.
    public static let anyMonth: UInt16 = 9989

    /// The variable with a category for each month of the field period; nil for a period so long that codes would repeat.
    public static func variable(of period: ClosedRange<Month>) -> Variable? {
        guard period.upperBound.number - period.lowerBound.number < 12 * 100 - 12 else { return nil }
        let categories = (period.lowerBound.number...period.upperBound.number).map { number in
            let month = Month(number: number)
            return Category(name: month.text, code: code(of: month), labels: ["en": month.text], basis: .assumed)
        }
        return Variable(
            name: name, type: .single, list: name, labels: ["en": "Month of submission"], role: .key, basis: .assumed,
            categories: categories)
    }

    /// What a row of the internal data set becomes. It has no month where the upload has no date that can be used, such as
    /// one outside the field period.
    public static func code(of text: String, in variable: Variable) -> UInt16 {
        variable.category(named: text)?.code ?? MissingReason.notUsable.rawValue
    }

    /// What a code says that the calendar makes, also for a month outside the field period; nil for any other.
    public static func text(of code: UInt16, in variable: Variable) -> String? {
        guard code < anyMonth, let century = variable.categories.first?.name.prefix(2) else { return nil }
        let (year, part) = (code / 100, code % 100)
        let name = century + (year < 10 ? "0\(year)" : "\(year)")
        return switch part {
        case 1...9: "\(name)-0\(part)"
        case 10...12: "\(name)-\(part)"
        case 21...24: "\(name)-Q\(part - 20)"
        case 30: String(name)
        default: nil
        }
    }

    /// Months, quarters, years, any: the hierarchy of a study that declares none.
    /// - Parameter place: the variable's place in the codebook.
    public static func hierarchy(of variable: Variable, at place: Int) -> Hierarchy {
        let quarters = groups(variable) { month in
            let quarter = (month.parts.month + 2) / 3
            return (UInt16(month.parts.year % 100 * 100 + 20 + quarter), "\(year(of: month))-Q\(quarter)")
        }
        let years = groups(variable) { (UInt16($0.parts.year % 100 * 100 + 30), year(of: $0)) }
        let all = groups(variable) { _ in (anyMonth, "Any month") }
        return Hierarchy(variable: place, levels: [quarters, years, all])
    }

    /// What the levels of that hierarchy tell of the time; nothing at the last one.
    public static let levelNames = ["month", "quarter", "year"]

    private static func code(of month: Month) -> UInt16 {
        UInt16(month.parts.year % 100 * 100 + month.parts.month)
    }

    private static func year(of month: Month) -> String { String(month.text.prefix(4)) }

    /// The months' groups in the calendar's order.
    private static func groups(
        _ variable: Variable, by group: (Month) -> (code: UInt16, label: String)
    ) -> [Hierarchy.Group] {
        variable.categories.reduce(into: []) { groups, category in
            guard let found = Month(category.name).map(group) else { return }
            if groups.last?.code == found.code {
                groups[groups.count - 1].members.append(category.code)
            } else {
                groups.append(
                    .init(name: found.label, code: found.code, label: found.label, members: [category.code]))
            }
        }
    }
}
