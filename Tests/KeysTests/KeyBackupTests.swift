import Foundation
import TestSupport
import Testing

@testable import WeirKeys

/// The keys of a study in two halves.
@Suite struct KeyBackupTests {
    private let folder: TemporaryFolder
    private let keys: StudyKeys

    init() throws {
        folder = try TemporaryFolder()
        _ = try StudyKeys.create(in: folder.url.appending(path: "keys"))
        keys = try StudyKeys(folder: folder.url.appending(path: "keys"))
    }

    private func place(_ name: String) -> URL { folder.url.appending(path: name) }

    private func backup(_ name: String = "") throws {
        try KeyBackup(of: keys).write(first: place("first" + name), second: place("second" + name))
    }

    private func restored(_ first: String = "first", _ second: String = "second") throws -> StudyKeys {
        try KeyBackup.keys(first: place(first), second: place(second))
    }

    private func text(_ name: String) throws -> String { try String(contentsOf: place(name), encoding: .utf8) }

    private func contents(_ name: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: place(name).path)
        return Dictionary(
            uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: place(name).appending(path: $0))) })
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: place(path).path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func `both halves make the folder again, byte for byte`() throws {
        try backup()
        try restored().restore(to: place("again"))
        #expect(try contents("again") == contents("keys"))
        #expect(try contents("again").count == 3)
        #expect(try mode("again") == 0o700)
        for name in ["pseudonym.key", "signing.key"] { #expect(try mode("again/" + name) == 0o600) }
        for half in ["first", "second"] { #expect(try mode(half) == 0o600) }
    }

    /// Of the secrets neither half holds a byte in its place more often than dice would.
    @Test func `two backups of the same keys have nothing in common but what names the study`() throws {
        try backup()
        try backup("-later")
        let secrets = keys.secrets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for half in ["first", "second"] {
            let lines = try [half, half + "-later"].map { try text($0).split(separator: "\n").suffix(8) }
            #expect(Set(lines[0]).isDisjoint(with: lines[1]))
            for part in lines {
                let digits = part.joined().filter { $0 != " " }
                #expect(!digits.contains(secrets.prefix(12)) && !digits.contains(secrets.suffix(12)))
            }
        }
        #expect(throws: KeyBackup.Trouble.differentBackups) { try restored("first", "second-later") }
        #expect(throws: KeyBackup.Trouble.differentBackups) { try restored("first-later", "second") }
    }

    @Test func `two first halves are refused`() throws {
        try backup()
        #expect(throws: KeyBackup.Trouble.otherHalf(file: place("first").path, wanted: .second)) {
            try restored("first", "first")
        }
        #expect(throws: KeyBackup.Trouble.otherHalf(file: place("second").path, wanted: .first)) {
            try restored("second", "first")
        }
    }

    @Test func `every mistyped digit is told by its line`() throws {
        try backup()
        let lines = try text("first").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var tried = 0
        for index in lines.indices.dropFirst(5) where !lines[index].isEmpty {
            var typed = lines
            var digits = Array(typed[index])
            let place = 8 + tried % 19
            digits[place] = digits[place] == "7" ? "2" : "7"
            typed[index] = String(digits)
            try folder.write(typed.joined(separator: "\n").utf8, to: "typed")
            let file = self.place("typed").path
            #expect(throws: KeyBackup.Trouble.damaged(file: file, lines: [index + 1], missing: [])) {
                try restored("typed")
            }
            tried += 1
        }
        #expect(tried == 11)
    }

    @Test func `lines that changed places, stand twice or are not there are told`() throws {
        try backup()
        var lines = try text("first").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let file = place("typed").path
        let last = try #require(lines.firstIndex { $0.hasPrefix("8 ") })
        let (seven, eight) = (lines[last - 1], lines[last])
        lines[last - 1] = "7" + eight.dropFirst()
        lines[last] = "8" + seven.dropFirst()
        try folder.write(lines.joined(separator: "\n").utf8, to: "typed")
        #expect(throws: KeyBackup.Trouble.damaged(file: file, lines: [last, last + 1], missing: [])) {
            try restored("typed")
        }
        lines[last - 1] = seven
        lines[last] = seven
        try folder.write(lines.joined(separator: "\n").utf8, to: "typed")
        #expect(throws: KeyBackup.Trouble.damaged(file: file, lines: [last + 1], missing: [])) { try restored("typed") }
        lines[last] = ""
        try folder.write(lines.joined(separator: "\n").utf8, to: "typed")
        #expect(throws: KeyBackup.Trouble.damaged(file: file, lines: [], missing: ["8"])) { try restored("typed") }
        #expect(throws: KeyBackup.Trouble.noHalf(file: place("keys/signing.pub").path)) {
            try restored("keys/signing.pub")
        }
        #expect(throws: KeyBackup.Trouble.noHalf(file: place("none").path)) { try restored("none") }
    }

    /// Who types from paper writes capitals, leaves blanks out and takes 0 for O.
    @Test func `it is read as people type it`() throws {
        try backup()
        let lines = try text("first").split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            let isLine = words.count == 6 && words[1].count == 4
            return isLine ? "\(words[0]) \(words.dropFirst().joined())".replacing("0", with: "O") : String(line)
        }
        try folder.write((lines.joined(separator: "\r\n").uppercased() + "\r\n").utf8, to: "typed")
        #expect(try restored("typed").fingerprint == keys.fingerprint)
    }

    @Test func `nothing is overwritten`() throws {
        try backup()
        #expect(throws: StudyKeys.Trouble.exists(folder: place("first").path)) { try backup() }
        let read = try restored()
        for name in ["keys", "first"] {
            #expect(throws: StudyKeys.Trouble.exists(folder: place(name).path)) { try read.restore(to: place(name)) }
        }
    }
}
