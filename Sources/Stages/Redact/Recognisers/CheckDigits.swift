/// Check digits of national and bank numbers. They raise confidence; a number that fails may be real, with a slip of
/// the keyboard.
///
/// Formulas: python-stdnum for JMBG (`si.emso`), IDNO (`md.idno`), CURP and RFC (`mx`), NIT (`co.nit`); the published
/// composition of the Albanian number; ISO 13616 for IBAN; ISO/IEC 7812 for cards.
enum CheckDigits {
    /// Weighted sum of digits.
    private static func sum(_ digits: some Sequence<UInt8>, _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
    }

    /// Bosnian JMBG, 13 digits.
    static func isJMBG(_ digits: [UInt8]) -> Bool {
        guard digits.count == 13 else { return false }
        let rest = sum(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
        return Int(digits[12]) == (rest < 2 ? 0 : 11 - rest)
    }

    /// Moldovan IDNP, 13 digits.
    static func isIDNP(_ digits: [UInt8]) -> Bool {
        guard digits.count == 13 else { return false }
        return Int(digits[12]) == sum(digits, [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10
    }

    /// Albanian NID: letter, eight digits, letter.
    static func isNID(_ signs: [UInt8]) -> Bool {
        guard signs.count == 10, signs[0] &- 65 < 23, signs[9] &- 65 < 23 else { return false }
        let letters = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)
        guard let first = letters.firstIndex(of: signs[0]) else { return false }
        let total = first + sum(signs[1..<9].map { $0 &- 48 }, [1, 2, 3, 4, 5, 6, 7, 8])
        return letters[total % 23] == signs[9]
    }

    /// Mexican CURP, 18 signs.
    static func isCURP(_ signs: [UInt8]) -> Bool {
        guard signs.count == 18 else { return false }
        let alphabet = Array("0123456789ABCDEFGHIJKLMN*OPQRSTUVWXYZ".utf8)
        var total = 0
        for (place, sign) in signs.dropLast().enumerated() {
            guard let value = alphabet.firstIndex(of: sign) else { return false }
            total += value * (18 - place)
        }
        return Int(signs[17] &- 48) == (10 - total % 10) % 10
    }

    /// IBAN, without blanks (ISO 13616).
    static func isIBAN(_ signs: [UInt8]) -> Bool {
        guard signs.count >= 15 else { return false }
        var rest = 0
        for sign in signs[4...] + signs[..<4] {
            let value = sign &- 48 < 10 ? Int(sign) - 48 : Int(sign) - 55
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return rest == 1
    }

    /// Luhn's sum of cards.
    static func isLuhn(_ digits: [UInt8]) -> Bool {
        guard digits.count >= 13 else { return false }
        let total = digits.reversed().enumerated().reduce(0) { total, item in
            let value = Int(item.element) * (item.offset % 2 == 1 ? 2 : 1)
            return total + (value > 9 ? value - 9 : value)
        }
        return total % 10 == 0
    }

    /// Mexican CLABE, 18 digits.
    static func isCLABE(_ digits: [UInt8]) -> Bool {
        guard digits.count == 18 else { return false }
        let weights = [3, 7, 1]
        let total = digits.dropLast().enumerated().reduce(0) { $0 + Int($1.element) * weights[$1.offset % 3] % 10 }
        return Int(digits[17]) == (10 - total % 10) % 10
    }
}
