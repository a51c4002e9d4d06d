import Crypto
public import WeirCore

/// Names respondents: the first 80 bits of HMAC-SHA-256 (RFC 2104) under the study key over country, platform, survey
/// or collector, and source id, each closed by a zero byte.
public struct Pseudonymiser: Sendable {
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// A pseudonymiser for one upload, which has the country and the platform in common.
    public func upload(country: CountryCode, platform: String) -> Upload {
        var hash = HMAC<SHA256>(key: key)
        for text in [country.letters, platform] { hash.update(data: Array(text.utf8) + [0]) }
        return Upload(started: hash)
    }

    /// Names the respondents of one upload.
    public struct Upload: Sendable {
        let started: HMAC<SHA256>

        /// The pseudonym of a collector and a source id, both as bytes.
        public func pseudonym(collector: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer) -> Pseudonym {
            var hash = started
            withUnsafeTemporaryAllocation(byteCount: collector.count + id.count + 2, alignment: 1) { message in
                message.copyMemory(from: collector)
                message[collector.count] = 0
                UnsafeMutableRawBufferPointer(rebasing: message[(collector.count + 1)...]).copyMemory(from: id)
                message[message.count - 1] = 0
                hash.update(data: UnsafeRawBufferPointer(message))
            }
            return hash.finalize().withUnsafeBytes { bytes in
                Pseudonym(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
            }
        }
    }
}
