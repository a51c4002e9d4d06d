import Crypto

extension StudyKeys {
    /// Shows that who has these keys prepared a part that is carried from another machine (HMAC-SHA-256 under a key for
    /// nothing else): its answers were scrubbed by weir, not put in by hand.
    public func seal(ofPart content: [UInt8]) -> Digest {
        let seal = HMAC<SHA256>.authenticationCode(for: content, using: derived("weir carried part 1"))
        return Digest(bytes: Array(seal))!  // safe: SHA-256 has 32 bytes
    }
}
