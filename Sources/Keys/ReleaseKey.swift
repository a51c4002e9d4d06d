import Crypto
public import WeirCore

/// Names the rows of one release: who has two releases cannot join them by their ids, and nobody can join one with the
/// house's own pseudonyms.
public struct ReleaseKey: Sendable {
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// The row's id in the release.
    public func id(of pseudonym: some StringProtocol) -> Pseudonym {
        let number = word(pseudonym, 0)
        return Pseudonym(high: number, low: UInt16(truncatingIfNeeded: word(pseudonym, 8)))
    }

    /// A number that puts rows into an order.
    public func lot(of name: some StringProtocol) -> UInt64 { word(name, 16) }

    private func word(_ name: some StringProtocol, _ start: Int) -> UInt64 {
        let hash = Array(HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: key))
        return hash[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension StudyKeys {
    /// The key for one purpose of one kind of release, derived for nothing else (HKDF, RFC 5869).
    public func release(_ purpose: String) -> ReleaseKey { ReleaseKey(key: derived("weir release 1 " + purpose)) }
}
