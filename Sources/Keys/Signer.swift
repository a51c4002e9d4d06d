import Crypto
import Foundation

/// Signs with Ed25519 (RFC 8032), in the file format of OpenBSD's signify, so that others can check without weir:
/// `signify-openbsd -V -p signing.pub -m SHA256SUMS -x SHA256SUMS.sig`.
public struct Signer: Sendable {
    private let seed: [UInt8]

    init(seed: [UInt8]) { self.seed = seed }

    private var key: Curve25519.Signing.PrivateKey {
        // A seed of 32 bytes is always a key.
        try! Curve25519.Signing.PrivateKey(rawRepresentation: seed)  // safe: the seed's length is checked on reading
    }

    /// The key to check with.
    public var publicKey: PublicKey { PublicKey(bytes: Array(key.publicKey.rawRepresentation)) }

    /// A signature of a message, as a file's text. The public key stands in the comment for those who have none.
    public func signature(of message: [UInt8]) throws -> String {
        let signature = Array(try key.signature(for: message))
        return publicKey.file(ofSignature: Data(PublicKey.algorithm + publicKey.number + signature))
    }
}

/// An Ed25519 public key.
public struct PublicKey: Equatable, Sendable {
    static let algorithm = Array("Ed".utf8)
    let bytes: [UInt8]

    /// Which key: the first eight bytes of its digest.
    var number: [UInt8] { Array(Digest(of: bytes).bytes.prefix(8)) }

    /// The key as one line of base64.
    public var line: String { Data(Self.algorithm + number + bytes).base64EncodedString() }

    /// The key as a file's text.
    public var file: String { "untrusted comment: weir public key\n\(line)\n" }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads a key from a file's text or from its line alone; nil when it is no key.
    public init?(_ text: String) {
        guard let line = text.split(separator: "\n").last, let data = Data(base64Encoded: String(line)),
            data.count == 42, Array(data.prefix(2)) == Self.algorithm
        else { return nil }
        bytes = Array(data.dropFirst(10))
        guard Array(data.dropFirst(2).prefix(8)) == number else { return nil }
    }

    /// The key that a signature's comment names; proves nothing about who signed.
    public init?(commentOf signature: String) {
        guard let comment = signature.split(separator: "\n").first?.split(separator: " ").last else { return nil }
        self.init(String(comment))
    }

    /// A signature's file.
    func file(ofSignature body: Data) -> String {
        "untrusted comment: weir, public key \(line)\n\(body.base64EncodedString())\n"
    }

    /// The key that made a signature of a message; nil when the signature does not fit, or is not, to the letter, what
    /// weir writes: the comment is not signed, and base64 and line breaks leave room for changes that change nothing.
    public init?(signing signature: String, of message: [UInt8]) {
        guard let named = PublicKey(commentOf: signature), named.accepts(signature, of: message),
            let body = signature.split(separator: "\n").last.flatMap({ Data(base64Encoded: String($0)) }),
            Array(named.file(ofSignature: body).utf8) == Array(signature.utf8)
        else { return nil }
        self = named
    }

    /// Whether a signature's text fits a message and this key.
    public func accepts(_ signature: String, of message: [UInt8]) -> Bool {
        let lines = signature.split(separator: "\n")
        guard lines.count == 2, let data = Data(base64Encoded: String(lines[1])), data.count == 74,
            Array(data.prefix(10)) == Self.algorithm + number,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(data.dropFirst(10), for: message)
    }
}
