import Crypto
import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirKeys

/// The names of open answers.
@Suite struct AnswerKeyTests {
    private static let albania = CountryCode("AL")!

    private static func hash(
        _ text: String, of variable: String = "comment", in country: CountryCode = albania,
        keys: StudyKeys = .demonstration
    ) -> WeirKeys.Digest { keys.answers.hash(variable: variable, country: country, text: text) }

    @Test func `the same answer has the same name`() {
        #expect(Self.hash("We need time.") == Self.hash("We need time."))
        let bytes = Array("We need time.".utf8)
        #expect(
            StudyKeys.demonstration.answers.hash(variable: "comment", country: Self.albania, text: bytes)
                == Self.hash("We need time."))
    }

    @Test(arguments: ["We need time", "we need time.", "We need  time.", "We need time. ", "We need tíme.", ""])
    func `one letter makes another name`(_ text: String) {
        #expect(Self.hash(text) != Self.hash("We need time."))
    }

    @Test func `composed and decomposed letters are two texts`() {
        #expect(Self.hash("\u{E9}") != Self.hash("e\u{301}"))
    }

    @Test func `question and country belong to the name and do not run together`() {
        let name = Self.hash("text")
        #expect(Self.hash("text", of: "comments") != name)
        #expect(Self.hash("text", in: CountryCode("PE")!) != name)
        #expect(Self.hash("stext", of: "comment") != Self.hash("text", of: "comments"))
    }

    /// Reckoned again from the standards: HKDF-SHA-256 without salt, then HMAC-SHA-256.
    @Test func `the name is the HMAC under a derived key`() {
        let secret = WeirKeys.Digest(of: "weir public sample key for pseudonyms: never for real data").bytes
        let zero = SymmetricKey(data: [UInt8](repeating: 0, count: 32))
        let extracted = HMAC<SHA256>.authenticationCode(for: secret, using: zero)
        let info = Array("weir open answers 1".utf8) + [1]
        let derived = HMAC<SHA256>.authenticationCode(for: info, using: SymmetricKey(data: Array(extracted)))
        let message = Array("comment\0AL\0text".utf8)
        let expected = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Array(derived)))
        #expect(Self.hash("text").bytes == Array(expected))
    }

    @Test func `other keys give other names`() throws {
        let folder = try TemporaryFolder()
        let place = folder.url.appending(path: "keys")
        _ = try StudyKeys.create(in: place)
        #expect(Self.hash("text", keys: try StudyKeys(folder: place)) != Self.hash("text"))
    }
}
