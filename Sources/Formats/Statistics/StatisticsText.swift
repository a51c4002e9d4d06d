import CReadStat
import WeirCore

/// Cases of a data file as records of delimited text, in UTF-8.
struct StatisticsText {
    private let columns: [StatisticsColumn]
    private let decoder: StatisticsDecoder
    private let mark: UInt8
    /// Text to be taken.
    var output: [UInt8] = []
    /// How many cases are whole.
    private(set) var rows = 0
    private var next = 0
    private var scratch: [UInt8] = []

    static let delimiter = Delimiter.comma.rawValue

    init(_ columns: [StatisticsColumn], _ decoder: StatisticsDecoder, mark: UInt8) {
        self.columns = columns
        self.decoder = decoder
        self.mark = mark
        for column in columns { cell { $0.output += column.header } }
        rows = 0
    }

    /// Takes the next value; false when it is not the one whose turn it is.
    mutating func take(
        _ value: readstat_value_t, of variable: UnsafeMutablePointer<readstat_variable_t>, row: Int
    ) -> Bool {
        let index = Int(readstat_variable_get_index(variable))
        guard index == next, index < columns.count, row == rows else { return false }
        cell { $0.append(value, of: variable, $0.columns[index]) }
        return true
    }

    private mutating func cell(_ content: (inout Self) -> Void) {
        if next > 0 { output.append(Self.delimiter) }
        let start = output.count
        content(&self)
        quote(from: start)
        next += 1
        guard next == columns.count else { return }
        output.append(Byte.lineFeed)
        next = 0
        rows += 1
    }

    /// Whether the last case is whole.
    var isWhole: Bool { next == 0 }

    private mutating func append(
        _ value: readstat_value_t, of variable: UnsafeMutablePointer<readstat_variable_t>, _ column: StatisticsColumn
    ) {
        switch value.type {
        case READSTAT_TYPE_STRING, READSTAT_TYPE_STRING_REF:
            readstat_string_value(value).map { append($0, column, isMissing(value, variable, column)) }
        default: appendNumber(value, column, isMissing(value, variable, column))
        }
    }

    /// Only SPSS declares some values to stand for no answer.
    private func isMissing(
        _ value: readstat_value_t, _ variable: UnsafeMutablePointer<readstat_variable_t>, _ column: StatisticsColumn
    ) -> Bool {
        column.hasMissing && readstat_value_is_defined_missing(value, variable) != 0
    }

    /// A value with a label is an answer, even one that the file counts as missing: `Refused` is for the study to judge.
    private mutating func append(_ text: UnsafePointer<CChar>, _ column: StatisticsColumn, _ isMissing: Bool) {
        let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
        if !column.texts.isEmpty, let label = column.texts[StatisticsDictionary.trimmed(Array(bytes))] {
            output += label
        } else if !isMissing {
            decoder.decode(bytes, into: &output)
        }
    }

    private mutating func appendNumber(_ value: readstat_value_t, _ column: StatisticsColumn, _ isMissing: Bool) {
        if !column.numbers.isEmpty, let label = column.numbers[StatisticsDictionary.key(value)] {
            output += label
            return
        }
        if isMissing || readstat_value_is_system_missing(value) != 0 || readstat_value_is_tagged_missing(value) != 0 {
            return
        }
        let number = readstat_double_value(value)
        if let date = column.date?.written(number) {
            output += date.utf8
        } else if number == number.rounded(), abs(number) < 1e15 {
            StatisticsNumber.append(Int(number), to: &output)
        } else if value.type == READSTAT_TYPE_FLOAT {
            output += StatisticsNumber.written(readstat_float_value(value), mark: mark)
        } else {
            output += StatisticsNumber.written(number, mark: mark)
        }
    }

    /// Quotes the cell that was written last, when it asks for it.
    private mutating func quote(from start: Int) {
        guard start < output.count else { return }
        let asks =
            output[start] == Byte.space || output[output.count - 1] == Byte.space
            || output[start...].contains { $0 == Self.delimiter || $0 == Byte.quote || $0 == 10 || $0 == 13 }
        guard asks else { return }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: output[start...])
        output.removeSubrange(start...)
        output.append(Byte.quote)
        for byte in scratch {
            if byte == Byte.quote { output.append(byte) }
            output.append(byte)
        }
        output.append(Byte.quote)
    }
}
