import Crypto
public import WeirCore

/// Names respondents: the first 80 bits of HMAC-SHA-256 (RFC 2104) under the study key over country, platform, survey
/// or collector, and source id, each closed by a zero byte.
public struct Pseudonymiser: Sendable {
    private let key: SymmetricKey

    init(key: SymmetricKey) { self.key = key }

    /// A pseudonymiser for one upload, which has the country and the platform in common.
    public func upload(country: CountryCode, platform: String) -> Upload {
        var (inner, outer) = (SHA256(), SHA256())
        inner.update(data: padded(with: 0x36))
        outer.update(data: padded(with: 0x5C))
        for text in [country.letters, platform] { inner.update(data: Array(text.utf8) + [0]) }
        return Upload(inner: inner, outer: outer)
    }

    /// The key as a block of the hash's, each byte turned by another one. Longer keys are hashed first.
    private func padded(with byte: UInt8) -> [UInt8] {
        let block = SHA256.blockByteCount
        let bytes = key.withUnsafeBytes { key in
            key.count > block ? Array(SHA256.hash(data: key)) : Array(key)
        }
        return (bytes + repeatElement(0, count: block - bytes.count)).map { $0 ^ byte }
    }

    /// Names the respondents of one upload. What all of them have in common is hashed already: a million are named every
    /// night.
    public struct Upload: Sendable {
        fileprivate let inner, outer: SHA256

        /// The pseudonym of a row without an id: it is named by its upload's digest and its place there, and in any other
        /// upload otherwise.
        public func pseudonym(ofRow row: Int, in upload: String) -> Pseudonym {
            Array(upload.utf8).withUnsafeBytes { upload in
                Array("row \(row)".utf8).withUnsafeBytes { pseudonym(collector: upload, id: $0) }
            }
        }

        /// The pseudonym of a collector and a source id, both as bytes.
        public func pseudonym(collector: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer) -> Pseudonym {
            var (inner, outer) = (inner, outer)
            withUnsafeTemporaryAllocation(byteCount: collector.count + id.count + 2, alignment: 1) { message in
                message.copyMemory(from: collector)
                message[collector.count] = 0
                UnsafeMutableRawBufferPointer(rebasing: message[(collector.count + 1)...]).copyMemory(from: id)
                message[message.count - 1] = 0
                inner.update(bufferPointer: UnsafeRawBufferPointer(message))
            }
            inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
            return outer.finalize().withUnsafeBytes { bytes in
                Pseudonym(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
            }
        }
    }
}
