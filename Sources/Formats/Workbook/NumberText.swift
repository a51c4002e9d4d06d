/// Numbers of a workbook as people write them. The text of the number is kept; no value changes.
enum NumberText {
    /// A whole number that a workbook writes as `1.0` or `1E3` is written `1` and `1000`; a number with more digits than
    /// it needs, as `1.1000000000000001`, with those that name the same number. What a spreadsheet has rounded, because
    /// it has more than 15 digits, stays as it is, so that it can be refused as an id.
    static func written(_ stored: UnsafeRawBufferPointer, mark: UInt8, percent: Bool = false) -> [UInt8] {
        guard var number = Decimal(stored) else { return Array(stored) }
        if number.digits.count > 15, let value = Double(String(decoding: stored, as: UTF8.self)), value.isFinite {
            number = Array("\(value)".utf8).withUnsafeBytes { Decimal($0) } ?? number
        }
        if percent { number.point += 2 }
        guard let text = number.written(mark: mark) else { return Array(stored) }
        return percent ? text + [UInt8(ascii: "%")] : text
    }

    /// A number as its digits and the place of its point.
    private struct Decimal {
        var isNegative = false
        /// Without zeros at either end.
        var digits: [UInt8] = []
        /// How many digits stand in front of the point; negative when zeros follow it.
        var point = 0

        init?(_ text: UnsafeRawBufferPointer) {
            var at = 0
            if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
                isNegative = text[at] == UInt8(ascii: "-")
                at += 1
            }
            var pointAt: Int?
            while at < text.count, text[at] == 46 || Self.isDigit(text[at]) {
                if text[at] == 46 {
                    guard pointAt == nil else { return nil }
                    pointAt = digits.count
                } else {
                    digits.append(text[at])
                }
                at += 1
            }
            guard !digits.isEmpty, digits.count < 64 else { return nil }
            point = pointAt ?? digits.count
            if at < text.count {
                guard text[at] | 0x20 == UInt8(ascii: "e"), let power = Self.power(text[(at + 1)...]) else {
                    return nil
                }
                point += power
            }
            trim()
        }

        private mutating func trim() {
            let zeros = digits.prefix { $0 == 48 }.count
            digits.removeFirst(zeros)
            point -= zeros
            while digits.last == 48 { digits.removeLast() }
            if digits.isEmpty { (isNegative, point) = (false, 0) }
        }

        private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

        private static func power(_ text: Slice<UnsafeRawBufferPointer>) -> Int? {
            let sign: Int = text.first == UInt8(ascii: "-") ? -1 : 1
            let digits = text.first.map { !isDigit($0) } == true ? text.dropFirst() : text
            guard (1...3).contains(digits.count), digits.allSatisfy(isDigit),
                text.first.map({ isDigit($0) || $0 == 43 || $0 == 45 }) == true
            else { return nil }
            return sign * digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        }

        /// Nil when it would take too many zeros.
        func written(mark: UInt8) -> [UInt8]? {
            // Zero has no digits and no place.
            let point = digits.isEmpty ? 0 : point
            guard point <= 15, point > -15 else { return nil }
            var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
            let whole = digits.prefix(max(point, 0))
            text += whole.isEmpty ? [48] : Array(whole)
            text += [UInt8](repeating: 48, count: max(0, point - max(whole.count, 1)))
            let rest = digits.dropFirst(max(point, 0))
            if !rest.isEmpty { text += [mark] + [UInt8](repeating: 48, count: max(0, -point)) + rest }
            return text
        }
    }
}
