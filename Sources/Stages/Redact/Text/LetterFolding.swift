import Foundation

/// What one character of a text becomes in plain ASCII: `é` and `É` keep their letter, a digit its value, be it full-width,
/// raised, circled or Arabic-Indic; every dash is a hyphen, what cannot be seen is nothing.
///
/// The table covers Latin, Greek and Cyrillic; what stands behind it is looked up when it is met. Decompositions are
/// Unicode's own, as Foundation knows them.
enum LetterFolding {
    /// A letter of a script that has no likeness in ASCII.
    static let otherLetter: UInt8 = 0x1A

    /// One folded character: up to two bytes, and the mark that was taken off, so that `ć` and `c` can be told apart.
    struct Folded {
        var first: UInt8 = 0
        var second: UInt8 = 0
        var mark: UInt32 = 0
        /// Whether it is a letter that only looks Latin.
        var isDisguised = false
    }

    /// The folded form of a character behind ASCII.
    static func folded(_ scalar: UInt32) -> Folded {
        if scalar < UInt32(table.count) { return table[Int(scalar)] }
        return seldom(scalar)
    }

    private static let table: [Folded] = (0..<0x2070).map { seldom(UInt32($0)) }

    private static func seldom(_ value: UInt32) -> Folded {
        guard let scalar = Unicode.Scalar(value) else { return Folded() }
        if value < 0x80 { return Folded(first: UInt8(value)) }
        if let sign = signs[value] { return sign }
        if isInvisible(scalar) { return Folded() }
        if (0x0300...0x036F).contains(value) { return Folded(mark: sameMark(value)) }
        if (0xFF01...0xFF5E).contains(value) { return Folded(first: UInt8(value - 0xFEE0)) }
        if let likeness = disguises[value] { return Folded(first: likeness, isDisguised: true) }
        if let number = number(scalar) { return number }
        return letter(scalar)
    }

    /// `٣`, `³`, `③`, `⑫`, `Ⅴ`: its digits. A fraction such as `½` leaves nothing: it belongs to the number before it.
    private static func number(_ scalar: Unicode.Scalar) -> Folded? {
        let properties = scalar.properties
        guard let value = properties.numericValue else { return nil }
        // Letters that stand for numbers are letters, but for the Roman numerals that Unicode has as signs of their own.
        guard properties.numericType != .numeric || !properties.isAlphabetic || (0x2160...0x2188).contains(scalar.value)
        else { return nil }
        guard value == value.rounded(), (0..<100).contains(value) else { return value < 1 ? Folded() : nil }
        let digits = [UInt8(value) / 10, UInt8(value) % 10].map { $0 + 48 }
        return value < 10 ? Folded(first: digits[1]) : Folded(first: digits[0], second: digits[1])
    }

    private static func letter(_ scalar: Unicode.Scalar) -> Folded {
        if let pair = pairs[scalar.value] { return Folded(first: pair.0, second: pair.1, mark: scalar.value | 1 << 31) }
        let parts = Array(String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars)
        if parts.count > 1, parts[0].isASCII {
            return Folded(first: UInt8(parts[0].value), mark: sameMark(parts[1].value))
        }
        if scalar.properties.isWhitespace { return Folded(first: 32) }
        if scalar.properties.isAlphabetic { return Folded(first: otherLetter, isDisguised: true) }
        return Folded(first: 32)
    }

    /// The comma below and the cedilla are one mark: Romanian is written with both.
    private static func sameMark(_ mark: UInt32) -> UInt32 { mark == 0x327 ? 0x326 : mark }

    /// Zero-width signs, direction marks, the soft hyphen, variation selectors; the circle or key drawn around a sign.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .enclosingMark
    }

    private static let signs: [UInt32: Folded] = {
        var signs: [UInt32: Folded] = [:]
        for value in [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212] as [UInt32] {
            signs[value] = Folded(first: UInt8(ascii: "-"))
        }
        for value in [0x2018, 0x2019, 0x201B, 0x02BC, 0x00B4] as [UInt32] {
            signs[value] = Folded(first: UInt8(ascii: "'"))
        }
        for value in [0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB] as [UInt32] {
            signs[value] = Folded(first: UInt8(ascii: "\""))
        }
        for value in [0x2022, 0x2023, 0x25CF, 0x25AA, 0xB7, 0x2028, 0x2029, 0x85] as [UInt32] {
            signs[value] = Folded(first: 10)
        }
        signs[0x2026] = Folded(first: UInt8(ascii: "."))
        signs[0x2116] = Folded(first: UInt8(ascii: "N"), second: UInt8(ascii: "o"))
        signs[0xAA] = Folded(first: UInt8(ascii: "a"))
        signs[0xBA] = Folded(first: UInt8(ascii: "o"))
        signs[0xB0] = Folded(first: UInt8(ascii: "o"))
        for (value, sign) in zip([0xBF, 0xA1] as [UInt32], "?!".utf8) { signs[value] = Folded(first: sign) }
        return signs
    }()

    /// Letters that Unicode does not take apart.
    private static let pairs: [UInt32: (UInt8, UInt8)] = {
        var pairs: [UInt32: (UInt8, UInt8)] = [:]
        for (letter, ascii) in [
            ("đ", "d"), ("Đ", "D"), ("ð", "d"), ("Ð", "D"), ("ø", "o"), ("Ø", "O"), ("ł", "l"), ("Ł", "L"), ("ı", "i"),
            ("ß", "ss"), ("æ", "ae"), ("Æ", "AE"), ("œ", "oe"), ("Œ", "OE"), ("þ", "th"), ("Þ", "Th"), ("ŋ", "n"),
        ] {
            let bytes = Array(ascii.utf8)
            pairs[letter.unicodeScalars.first!.value] = (bytes[0], bytes.count > 1 ? bytes[1] : 0)
        }
        return pairs
    }()

    /// Cyrillic and Greek letters that look like Latin ones.
    private static let disguises: [UInt32: UInt8] = {
        let others = "аеорсхуіјѕԛԝһАВЕКМНОРСТХУІЈЅЗαοινρτυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
        let latin = "aeopcxyijsqwhABEKMHOPCTXYIJS3aoivptuxkABEZHIKMNOPTYX"
        return Dictionary(
            zip(others.unicodeScalars.map(\.value), latin.utf8).map { ($0, $1) },
            uniquingKeysWith: { first, _ in first })
    }()
}
