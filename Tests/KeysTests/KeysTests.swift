import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirKeys

@Suite struct DigestTests {
    /// FIPS 180-4 examples.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func `published digests`(_ text: String, _ expected: String) {
        #expect(Digest(of: text).hexadecimal == expected)
        #expect(Digest(hexadecimal: expected) == Digest(of: text))
    }

    @Test(arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 65)])
    func `what is no digest is none`(_ text: String) { #expect(Digest(hexadecimal: text) == nil) }

    @Test(arguments: [1, 7, 1 << 20, 3 << 20])
    func `a stream has the digest of its bytes`(_ step: Int) {
        let bytes = (0..<(2 << 20) + 5).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var rest = bytes.prefix(step == 1 ? 1000 : bytes.count)
        let whole = Array(rest)
        let digest = Digest { buffer in
            let piece = rest.prefix(min(step, buffer.count))
            buffer.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
        #expect(digest == Digest(of: whole))
    }

    @Test func `texts in a stream do not run together`() {
        var one = Digester()
        one.update("ab")
        one.update("c")
        var other = Digester()
        other.update("a")
        other.update("bc")
        #expect(one.finish() != other.finish())
    }
}

@Suite struct PseudonymiserTests {
    private func text(_ country: String, _ platform: String, _ collector: String, _ id: String) throws -> String {
        let country = try #require(CountryCode(country))
        let upload = StudyKeys.demonstration.pseudonymiser.upload(country: country, platform: platform)
        return Array(collector.utf8).withUnsafeBytes { collector in
            Array(id.utf8).withUnsafeBytes { upload.pseudonym(collector: collector, id: $0).text }
        }
    }

    /// Made with `openssl dgst -sha256 -mac HMAC` and `basenc --base32hex`.
    @Test func `a pseudonym made with other tools`() throws {
        #expect(try text("AL", "surveymonkey", "400111", "1001") == "14LOOEVIE3OTTEDH")
        #expect(try text("BA", "surveymonkey", "400222", "1004") == "KEFJR1VQJIUJTMS9")
    }

    @Test func `each part of a name counts, and parts do not run together`() throws {
        let all = try [
            text("AL", "kobo", "1", "23"), text("BA", "kobo", "1", "23"), text("AL", "limesurvey", "1", "23"),
            text("AL", "kobo", "12", "3"), text("AL", "kobo", "", "123"), text("AL", "kobo", "1", "24"),
        ]
        #expect(Set(all).count == all.count)
    }
}

@Suite struct StudyKeysTests {
    @Test func `made keys are read again, and only their owner can read them`() throws {
        let folder = try TemporaryFolder()
        let keys = folder.url.appending(path: "keys")
        let publicFile = try StudyKeys.create(in: keys)
        let read = try StudyKeys(folder: keys)
        #expect(!read.isDemonstration)
        #expect(read.fingerprint == (try StudyKeys(folder: keys)).fingerprint)
        #expect(read.fingerprint != StudyKeys.demonstration.fingerprint)
        #expect(PublicKey(try String(contentsOf: publicFile, encoding: .utf8)) == read.signer.publicKey)
        for name in ["pseudonym.key", "signing.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: keys.appending(path: name).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func `trouble has a name`() throws {
        let folder = try TemporaryFolder()
        let keys = folder.url.appending(path: "keys")
        #expect(throws: StudyKeys.Trouble.missing(file: keys.appending(path: "pseudonym.key").path)) {
            _ = try StudyKeys(folder: keys)
        }
        _ = try StudyKeys.create(in: keys)
        #expect(throws: StudyKeys.Trouble.exists(folder: keys.path)) { _ = try StudyKeys.create(in: keys) }
        let secret = keys.appending(path: "signing.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: secret.path)
        #expect(throws: StudyKeys.Trouble.readableByOthers(file: secret.path)) { _ = try StudyKeys(folder: keys) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
        try Data("short\n".utf8).write(to: secret)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
        #expect(throws: StudyKeys.Trouble.damaged(file: secret.path)) { _ = try StudyKeys(folder: keys) }
    }
}

@Suite struct SignerTests {
    private let message = Array("digests of files\n".utf8)

    @Test func `a signature is accepted for its message and key only`() throws {
        let folder = try TemporaryFolder()
        _ = try StudyKeys.create(in: folder.url)
        let signer = try StudyKeys(folder: folder.url).signer
        let signature = try signer.signature(of: message)
        #expect(signer.publicKey.accepts(signature, of: message))
        #expect(!signer.publicKey.accepts(signature, of: message + [32]))
        #expect(!StudyKeys.demonstration.signer.publicKey.accepts(signature, of: message))
        #expect(PublicKey(commentOf: signature) == signer.publicKey)
        #expect(PublicKey(signer.publicKey.file) == signer.publicKey)
    }

    @Test func `a changed signature is refused`() throws {
        let signer = StudyKeys.demonstration.signer
        let signature = try signer.signature(of: message)
        let lines = signature.split(separator: "\n").map(String.init)
        for place in stride(from: 0, to: lines[1].count, by: 7) {
            var characters = Array(lines[1])
            characters[place] = characters[place] == "A" ? "B" : "A"
            #expect(!signer.publicKey.accepts("\(lines[0])\n\(String(characters))\n", of: message), "place \(place)")
        }
    }

    /// Base64 and line breaks leave room for changes that change nothing; a sealed file has none.
    @Test func `a signature is named as its signer's only when it is to the letter what was written`() throws {
        let signer = StudyKeys.demonstration.signer
        let signature = try signer.signature(of: message)
        #expect(PublicKey(signing: signature, of: message) == signer.publicKey)
        #expect(PublicKey(signing: signature, of: message + [10]) == nil)
        for other in [signature + "\n", String(signature.dropLast()), signature.replacing("weir,", with: "weir;"), ""] {
            #expect(PublicKey(signing: other, of: message) == nil, "\(other)")
        }
        let bytes = Array(signature.utf8)
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                #expect(
                    PublicKey(signing: String(decoding: changed, as: UTF8.self), of: message) == nil, "byte \(place)")
            }
        }
    }

    @Test func `the same message is signed the same`() throws {
        let signer = StudyKeys.demonstration.signer
        #expect(try signer.signature(of: message) == signer.signature(of: message))
    }
}
