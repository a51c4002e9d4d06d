import Crypto
public import Foundation

/// A study's keys as two halves: the first is random bytes, the second the secrets combined with them (exclusive or). Each
/// half by itself is as random as dice and tells nothing. Both are text that can be printed and typed again: each line has
/// digits that check it.
public struct KeyBackup {
    /// Which half.
    public enum Half: String, Sendable, CaseIterable {
        case first, second

        fileprivate var title: String { "weir keys, backup 1, \(rawValue) half" }
    }

    /// Why two files do not make keys.
    public enum Trouble: Error, Equatable {
        /// The file is no half of a backup.
        case noHalf(file: String)
        /// It is the other half: the same one twice, or both in the wrong order.
        case otherHalf(file: String, wanted: Half)
        /// Lines that are damaged, by their numbers in the file, and lines that are not there, by their names.
        case damaged(file: String, lines: [Int], missing: [String])
        /// The halves are of two backups.
        case differentBackups
    }

    /// The halves' texts.
    public let first, second: String

    /// Splits keys.
    public init(of keys: StudyKeys) {
        let pad = Self.random(keys.secrets.count)
        let facts = HalfText.Facts(
            study: Array(keys.fingerprint.bytes.prefix(HalfText.lineSize)), backup: Self.random(HalfText.lineSize),
            digest: Self.digest(of: keys.secrets))
        first = HalfText(half: .first, facts: facts, bytes: pad).text
        second = HalfText(half: .second, facts: facts, bytes: zip(keys.secrets, pad).map(^)).text
    }

    /// Puts two halves together again.
    /// - Throws: `Trouble`, or what the file system says.
    public static func keys(first: URL, second: URL) throws -> StudyKeys {
        let (one, two) = (try HalfText(first, .first), try HalfText(second, .second))
        let secrets = zip(one.bytes, two.bytes).map(^)
        guard one.facts == two.facts, digest(of: secrets) == one.facts.digest, let keys = StudyKeys(secrets: secrets)
        else { throw Trouble.differentBackups }
        return keys
    }

    /// Writes both halves, for their owner only, and reads them again.
    /// - Throws: `StudyKeys.Trouble.exists`, or what the file system says. Nothing is written over.
    public func write(first: URL, second: URL) throws {
        for file in [first, second] where FileManager.default.fileExists(atPath: file.path) {
            throw StudyKeys.Trouble.exists(folder: file.path)
        }
        try SecretFile.write(self.first, to: first)
        try SecretFile.write(self.second, to: second)
        _ = try Self.keys(first: first, second: second)
    }

    /// Of random keys, so that nobody can guess them by it.
    private static func digest(of secrets: [UInt8]) -> [UInt8] {
        Array(Digest(of: Array("weir keys, backup 1\0".utf8) + secrets).bytes.prefix(HalfText.lineSize))
    }

    private static func random(_ count: Int) -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: 8 * count)).withUnsafeBytes { Array($0) }
    }
}

/// A half as text: a title, and lines of a name, 16 hexadecimal digits and four that check them.
private struct HalfText {
    /// What both halves of a backup have in common.
    struct Facts: Equatable {
        var study, backup, digest: [UInt8]
    }

    /// Bytes of a line.
    static let lineSize = 8

    let half: KeyBackup.Half
    let facts: Facts
    let bytes: [UInt8]

    init(half: KeyBackup.Half, facts: Facts, bytes: [UInt8]) {
        self.half = half
        self.facts = facts
        self.bytes = bytes
    }

    private static let factNames = ["study", "backup", "digest"]
    private static let lineNames = (1...StudyKeys.secretSize / lineSize).map(String.init)

    var text: String {
        let pieces = stride(from: 0, to: bytes.count, by: Self.lineSize).map {
            Array(bytes[$0..<$0 + Self.lineSize])
        }
        let lines = zip(Self.factNames + Self.lineNames, [facts.study, facts.backup, facts.digest] + pieces)
        return """
            \(half.title)
            One half tells nothing. Both make the study's keys: keep them with two people, in two places.
            To put them together: weir keys restore --first FILE --second FILE DIR
            Each line has a name, 16 digits (0 to 9, a to f), and four digits that check it.

            \(lines.map { line($0, $1) }.joined(separator: "\n"))

            """
    }

    private func line(_ name: String, _ bytes: [UInt8]) -> String {
        let groups = stride(from: 0, to: bytes.count, by: 2).map { Self.digits(bytes[$0..<$0 + 2]) }
        let padded = name + String(repeating: " ", count: 8 - name.count)
        return padded + groups.joined(separator: " ") + "   " + Self.check(half, name, bytes)
    }

    private static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// It depends on the half and the line's name, so that lines cannot change places.
    private static func check(_ half: KeyBackup.Half, _ name: String, _ bytes: [UInt8]) -> String {
        digits(Digest(of: Array("\(half.title)\0\(name)\0".utf8) + bytes).bytes.prefix(2))
    }

    /// Reads a half.
    /// - Throws: `KeyBackup.Trouble`.
    init(_ file: URL, _ wanted: KeyBackup.Half) throws {
        guard let data = try? Data(contentsOf: file) else { throw KeyBackup.Trouble.noHalf(file: file.path) }
        let lines = String(decoding: data, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let half = lines.lazy.compactMap(Self.half).first else {
            throw KeyBackup.Trouble.noHalf(file: file.path)
        }
        guard half == wanted else { throw KeyBackup.Trouble.otherHalf(file: file.path, wanted: wanted) }
        var found: [String: [UInt8]] = [:]
        var damaged: [Int] = []
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ", maxSplits: 1)
            guard let name = words.first.map({ $0.lowercased() }), Self.names.contains(name) else { continue }
            guard let bytes = Self.bytes(words.dropFirst().first ?? "", half, name), found[name] == nil else {
                damaged.append(index + 1)
                continue
            }
            found[name] = bytes
        }
        // A damaged line is one of those that are not there.
        let missing = damaged.isEmpty ? Self.names.filter { found[$0] == nil } : []
        guard damaged.isEmpty, missing.isEmpty else {
            throw KeyBackup.Trouble.damaged(file: file.path, lines: damaged, missing: missing)
        }
        let facts = Self.factNames.map { found[$0] ?? [] }
        self.init(
            half: half, facts: Facts(study: facts[0], backup: facts[1], digest: facts[2]),
            bytes: Self.lineNames.flatMap { found[$0] ?? [] })
    }

    private static let names = factNames + lineNames

    private static func half(_ line: Substring) -> KeyBackup.Half? {
        let words = line.split(separator: " ").joined(separator: " ").lowercased()
        return KeyBackup.Half.allCases.first { $0.title == words }
    }

    /// The bytes of a line whose check fits; typed letters that look like digits are those digits.
    private static func bytes(_ text: Substring, _ half: KeyBackup.Half, _ name: String) -> [UInt8]? {
        let typed = text.lowercased().filter { $0 != " " && $0 != "\t" && $0 != "-" }
        let digits = typed.map { ["o": "0", "l": "1", "i": "1"][$0] ?? $0 }.map(\.hexDigitValue)
        guard digits.count == 2 * lineSize + 4, !digits.contains(nil) else { return nil }
        let all = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
        let bytes = Array(all.prefix(lineSize))
        return check(half, name, bytes) == Self.digits(all.suffix(2)) ? bytes : nil
    }
}
