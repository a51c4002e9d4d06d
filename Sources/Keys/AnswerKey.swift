import Crypto
public import WeirCore

/// Names open answers: HMAC-SHA-256 (RFC 2104) over variable, country and exact text, under a key of its own. Who has
/// no key can neither tell what an answer says nor try texts until one fits.
public struct AnswerKey: Sendable {
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// The name of an answer. One letter more or less, another question or another country give another one.
    public func hash(variable: String, country: CountryCode, text: some ContiguousBytesLike) -> Digest {
        var hash = HMAC<SHA256>(key: key)
        for field in [variable, country.letters] { hash.update(data: Array(field.utf8) + [0]) }
        text.withBytes { hash.update(data: $0) }
        return Digest(bytes: Array(hash.finalize()))!  // safe: SHA-256 has 32 bytes
    }
}
