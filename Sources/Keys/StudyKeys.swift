import Crypto
public import Foundation
import WeirCore

/// A study's two secrets: one names respondents, one signs data sets.
public struct StudyKeys: Sendable {
    /// Whether these are the public sample keys, which protect nobody.
    public let isDemonstration: Bool
    private let pseudonymSecret: [UInt8]
    private let signingSeed: [UInt8]

    /// The public sample keys. Everything made with them has to say so.
    public static let demonstration = StudyKeys(
        pseudonymSecret: Digest(of: "weir public sample key for pseudonyms: never for real data").bytes,
        signingSeed: Digest(of: "weir public sample key for signatures: never for real data").bytes,
        isDemonstration: true)

    private init(pseudonymSecret: [UInt8], signingSeed: [UInt8], isDemonstration: Bool) {
        self.pseudonymSecret = pseudonymSecret
        self.signingSeed = signingSeed
        self.isDemonstration = isDemonstration
    }

    /// What says which keys were used, without telling anything about them: part of a prepared part's address.
    public var fingerprint: Digest {
        Digest(of: Array(HMAC<SHA256>.authenticationCode(for: Array("fingerprint".utf8), using: pseudonymKey)))
    }

    /// Names respondents.
    public var pseudonymiser: Pseudonymiser { Pseudonymiser(key: pseudonymKey) }

    /// Names open answers, so that people's decisions about them can be kept without their text. Derived for nothing
    /// else (HKDF, RFC 5869): what it says of a text says nothing about a pseudonym.
    public var answers: AnswerKey {
        AnswerKey(key: derived("weir open answers 1"))
    }

    /// A key for one purpose (HKDF, RFC 5869).
    func derived(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: pseudonymKey, info: Array(purpose.utf8), outputByteCount: 32)
    }

    /// Signs data sets.
    public var signer: Signer { Signer(seed: signingSeed) }

    private var pseudonymKey: SymmetricKey { SymmetricKey(data: pseudonymSecret) }
}

extension StudyKeys {
    /// What is wrong with a key folder.
    public enum Trouble: Error, Equatable {
        /// There is no key folder, or a file of it is missing.
        case missing(file: String)
        /// A key file does not hold a key.
        case damaged(file: String)
        /// Keys would be overwritten.
        case exists(folder: String)
        /// Others than the owner may read a key file.
        case readableByOthers(file: String)
    }

    private static let pseudonymFile = "pseudonym.key"
    private static let signingFile = "signing.key"
    private static let publicFile = "signing.pub"

    /// Reads the keys of a folder.
    /// - Throws: `Trouble`.
    public init(folder: URL) throws {
        self.init(
            pseudonymSecret: try Self.secret(folder.appending(path: Self.pseudonymFile)),
            signingSeed: try Self.secret(folder.appending(path: Self.signingFile)), isDemonstration: false)
    }

    /// Makes new keys in a folder that has none: folder 0700, secrets 0600. Returns the public key's file.
    /// - Throws: `Trouble.exists`, or what the file system says.
    public static func create(in folder: URL) throws -> URL {
        try StudyKeys(pseudonymSecret: random(), signingSeed: random(), isDemonstration: false).write(to: folder)
    }

    private func write(to folder: URL) throws -> URL {
        let files = FileManager.default
        let names = [Self.pseudonymFile, Self.signingFile, Self.publicFile]
        guard !names.contains(where: { files.fileExists(atPath: folder.appending(path: $0).path) }) else {
            throw Trouble.exists(folder: folder.path)
        }
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try SecretFile.write(Self.text(pseudonymSecret), to: folder.appending(path: Self.pseudonymFile))
        try SecretFile.write(Self.text(signingSeed), to: folder.appending(path: Self.signingFile))
        let publicFile = folder.appending(path: Self.publicFile)
        try SecretFile.write(signer.publicKey.file, to: publicFile, mode: 0o644)
        return publicFile
    }

    /// Makes the folder of these keys again, whole or not at all.
    /// - Throws: `Trouble.exists` when anything of this name is there, or what the file system says.
    public func restore(to folder: URL) throws {
        let files = FileManager.default
        guard (try? files.attributesOfItem(atPath: folder.path)) == nil else {
            throw Trouble.exists(folder: folder.path)
        }
        let draft = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).draft")
        try? files.removeItem(at: draft)
        _ = try write(to: draft)
        try files.moveItem(at: draft, to: folder)
    }

    private static func random() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }

    private static func text(_ secret: [UInt8]) -> String { Data(secret).base64EncodedString() + "\n" }

    /// Both secrets, one after the other.
    var secrets: [UInt8] { pseudonymSecret + signingSeed }

    /// Bytes of both secrets.
    static let secretSize = 64

    /// Keys from both secrets; nil for another number of bytes.
    init?(secrets: [UInt8]) {
        guard secrets.count == Self.secretSize else { return nil }
        self.init(
            pseudonymSecret: Array(secrets.prefix(32)), signingSeed: Array(secrets.suffix(32)), isDemonstration: false)
    }

    private static func secret(_ file: URL) throws -> [UInt8] {
        guard let content = try? Data(contentsOf: file) else { throw Trouble.missing(file: file.path) }
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        if let mode = attributes[.posixPermissions] as? NSNumber, mode.intValue & 0o077 != 0 {
            throw Trouble.readableByOthers(file: file.path)
        }
        let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let data = Data(base64Encoded: text), data.count == 32
        else { throw Trouble.damaged(file: file.path) }
        return Array(data)
    }
}
