import CReadStat
import WeirCore

/// The variables of a data file, with the labels of their values, in the file's own encoding.
struct StatisticsDictionary {
    /// A variable.
    struct Variable {
        var name: [UInt8]
        var label: [UInt8]
        var format: String
        var labels: String?
        /// The numbers that stand for no answer.
        var missing: [ClosedRange<Double>]
        /// Whether some of its values stand for no answer.
        var hasMissing: Bool
    }

    /// The labels of values; several variables can share them.
    struct Labels {
        var numbers: [UInt64: [UInt8]] = [:]
        var texts: [[UInt8]: [UInt8]] = [:]
    }

    /// The encoding that the file names.
    var encoding: String?
    /// How many cases it claims; negative when it does not say.
    var rows = -1
    var variables: [Variable] = []
    var labels: [String: Labels] = [:]
    /// The sets of labels that the file has, with wording or without.
    private(set) var sets: Set<String> = []
    /// The longest name of a set of labels. ReadStat hands over Stata's names without an end when they are as long.
    var longestName = 256

    /// All labels, one a line.
    var wording: [UInt8] {
        let values = labels.values.flatMap { $0.numbers.values }
        return Array((variables.map(\.label) + values).joined(separator: [Byte.lineFeed]))
    }

    mutating func add(_ variable: UnsafePointer<readstat_variable_t>, labels: UnsafePointer<CChar>?) {
        variables.append(
            Variable(
                name: Self.bytes(readstat_variable_get_name(variable)),
                label: Self.bytes(readstat_variable_get_label(variable)),
                format: readstat_variable_get_format(variable).map { String(cString: $0) } ?? "",
                labels: labels.map(name), missing: Self.missing(variable),
                hasMissing: readstat_variable_get_missing_ranges_count(variable) > 0))
    }

    mutating func add(_ value: readstat_value_t, _ label: UnsafePointer<CChar>?, to set: UnsafePointer<CChar>) {
        let label = Self.bytes(label)
        let set = name(set)
        sets.insert(set)
        guard !label.isEmpty else { return }
        if readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING {
            let text = Self.trimmed(Self.bytes(readstat_string_value(value)))
            labels[set, default: Labels()].texts[text] = label
        } else {
            labels[set, default: Labels()].numbers[Self.key(value)] = label
        }
    }

    private static func missing(_ variable: UnsafePointer<readstat_variable_t>) -> [ClosedRange<Double>] {
        guard readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_NUMERIC else { return [] }
        return (0..<readstat_variable_get_missing_ranges_count(variable)).compactMap { index in
            let least = readstat_double_value(readstat_variable_get_missing_range_lo(variable, index))
            let most = readstat_double_value(readstat_variable_get_missing_range_hi(variable, index))
            return least <= most ? least...most : nil
        }
    }

    private func name(_ text: UnsafePointer<CChar>) -> String {
        String(decoding: UnsafeRawBufferPointer(start: text, count: strnlen(text, longestName)), as: UTF8.self)
    }

    /// What a number is known by. Stata's `.a` to `.z` have keys of their own, which no number has.
    static func key(_ value: readstat_value_t) -> UInt64 {
        if readstat_value_is_tagged_missing(value) != 0 {
            return 0xFFFF_FFFF_FFFF_FF00 | UInt64(UInt8(bitPattern: readstat_value_tag(value)))
        }
        let number = readstat_double_value(value)
        // Zero has two forms.
        return (number == 0 ? 0 : number).bitPattern
    }

    /// A number of a key, if it is one.
    static func number(of key: UInt64) -> Double? {
        let number = Double(bitPattern: key)
        return number.isNaN ? nil : number
    }

    static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
        text.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
    }

    /// Texts are filled up with blanks.
    static func trimmed(_ text: [UInt8]) -> [UInt8] {
        Array(text.prefix((text.lastIndex { $0 != Byte.space } ?? -1) + 1))
    }
}
