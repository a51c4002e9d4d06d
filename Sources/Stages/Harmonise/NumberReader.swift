/// Reads a plain decimal number: digits, at most one mark, a sign. No grouping and no exponent, because either would
/// be a guess.
enum NumberReader {
    static func read(_ bytes: UnsafeRawBufferPointer, decimalMark: UInt8, reversedFrom end: Double? = nil) -> Double? {
        var digits = 0
        var value = 0.0
        var decimals: Int?
        var isNegative = false
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 48...57:
                digits += 1
                value = value * 10 + Double(byte - 48)
                decimals = decimals.map { $0 + 1 }
            case decimalMark where decimals == nil: decimals = 0
            case UInt8(ascii: "-") where place == 0: isNegative = true
            case UInt8(ascii: "%") where place == bytes.count - 1 && digits > 0: break
            default: return nil
            }
        }
        guard digits > 0, digits <= 15 else { return nil }
        // One division, so that 37,5 is exactly the number nearest to 37.5.
        let power = power(of: decimals ?? 0)
        if isNegative { value = -value }
        // Subtracted before dividing, so that 100 minus 99.9 is 0.1 and not nearly so.
        if let end { value = end * power - value }
        return value / power
    }

    private static func power(of decimals: Int) -> Double {
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        return power
    }
}
