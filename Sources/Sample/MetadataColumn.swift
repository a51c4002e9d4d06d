import WeirCore

/// A column that a platform exports unasked and that identifies: filled with invented values.
struct MetadataColumn {
    enum Kind: String {
        case start, sent, ip, email, first, last, uuid, user, device, phone, latitude, longitude, other
    }

    let header: String
    let kind: Kind

    /// Tells from the header, in whatever spelling, what the column holds.
    init(header: String) {
        let folded = header.lowercased().filter(\.isLetter)
        let words: [(String, Kind)] = [
            ("email", .email), ("firstname", .first), ("lastname", .last), ("ipadd", .ip), ("uuid", .uuid),
            ("submittedby", .user), ("device", .device), ("phone", .phone), ("latitude", .latitude),
            ("longitude", .longitude), ("submission", .sent), ("start", .start), ("time", .start), ("date", .start),
        ]
        self.header = header
        kind = words.first { folded.contains($0.0) }?.1 ?? .other
    }

    /// The word for the kind in lists of what was planted.
    var plantKind: String { "metadata-" + kind.rawValue }

    /// An invented value: it belongs to nobody, and stays the same for all versions of an interview.
    func value(_ interview: Interview, rules: CountryRules) -> [UInt8] {
        var generator = SeededGenerator(seed: interview.seed, stream: stream)
        switch kind {
        case .start: return started(interview, using: &generator).bytes(rules.dateOrder)
        case .sent: return sent(interview, using: &generator).bytes(rules.dateOrder)
        case .ip: return Array("198.\(18 + generator.below(2)).\(generator.below(256)).\(generator.below(256))".utf8)
        case .email: return email(interview, using: &generator)
        case .first: return InventedName(interview.seed).written(rules.language).first
        case .last: return InventedName(interview.seed).written(rules.language).last
        case .user: return InventedName(interview.seed).first + [UInt8(ascii: "_")] + InventedName(interview.seed).last
        case .uuid: return Self.uuid(using: &generator)
        case .device: return Array("collect:".utf8) + Self.code(16, using: &generator)
        case .phone: return Array("+999 ".utf8) + Self.digits(9, using: &generator)
        case .latitude: return Array("-\(1 + generator.below(17)).".utf8) + Self.digits(6, using: &generator)
        case .longitude: return Array("-\(90 + generator.below(20)).".utf8) + Self.digits(6, using: &generator)
        case .other: return Self.code(12, using: &generator)
        }
    }

    private var stream: UInt64 { kind.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) } }

    private func started(_ interview: Interview, using generator: inout SeededGenerator) -> ClockTime {
        ClockTime(interview.moment - 60 * Int64(20 + generator.below(50)))
    }

    /// Tablets send an interview some time after it ended.
    private func sent(_ interview: Interview, using generator: inout SeededGenerator) -> ClockTime {
        ClockTime(interview.moment + Int64(60 + generator.below(7200)))
    }

    private func email(_ interview: Interview, using generator: inout SeededGenerator) -> [UInt8] {
        let name = InventedName(interview.seed)
        let number = Array(String(generator.below(90) + 10).utf8)
        return name.first.map { $0 | 32 } + [UInt8(ascii: ".")] + name.last.map { $0 | 32 } + number
            + Array("@posta.example".utf8)
    }

    private static func uuid(using generator: inout SeededGenerator) -> [UInt8] {
        let hex = Array("0123456789abcdef".utf8)
        return [8, 4, 4, 4, 12].map { count in (0..<count).map { _ in hex[generator.below(16)] } }
            .joined(separator: [UInt8(ascii: "-")]).map { $0 }
    }

    private static func code(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        let signs = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789".utf8)
        return (0..<count).map { _ in signs[generator.below(signs.count)] }
    }

    private static func digits(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8(48 + generator.below(10)) }
    }
}

/// A name that nobody bears, from syllables that no language of the survey puts together.
struct InventedName {
    let first: [UInt8]
    let last: [UInt8]

    private static let syllables = [
        "zhur", "melk", "vrap", "xho", "qerf", "lluz", "gjar", "pshe", "drim", "tzin", "quil", "zor", "hual", "krup",
        "brez", "ghim", "tamp", "yur", "ldei", "char",
    ].map { Array($0.utf8) }
    private static let endings = ["ona", "elko", "iska", "uvar", "antu", "oqim"].map { Array($0.utf8) }
    /// Endings as they are written where people know these letters, of which Western Europe's encodings have no č, ć and đ.
    private static let lettered = [("iska", "ička"), ("uvar", "uđar"), ("antu", "antuć")].map {
        (plain: Array($0.0.utf8), written: Array($0.1.utf8))
    }

    init(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stream: 1)
        first = Self.word(2, using: &generator)
        last = Self.word(3, using: &generator)
    }

    /// The name as the people of a language write it; an address has it in plain letters.
    func written(_ language: String) -> (first: [UInt8], last: [UInt8]) {
        ["sq", "bs"].contains(language) ? (Self.written(first), Self.written(last)) : (first, last)
    }

    private static func written(_ word: [UInt8]) -> [UInt8] {
        guard let ending = lettered.first(where: { word.suffix($0.plain.count).elementsEqual($0.plain) }) else {
            return word
        }
        return word.dropLast(ending.plain.count) + ending.written
    }

    private static func word(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        var word: [UInt8] = []
        for _ in 0..<count { word += syllables[generator.below(syllables.count)] }
        word += endings[generator.below(endings.count)]
        word[0] &= 0xDF
        return word
    }
}
