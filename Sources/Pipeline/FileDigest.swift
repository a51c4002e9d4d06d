import Foundation
import WeirFormats
import WeirKeys

/// Digests a file as it lies on the disk.
enum FileDigest {
    /// - Throws: a `Diagnostic` that calls the file `name`.
    static func digest(ofFileAt path: String, name: String) throws -> Digest {
        let source = try FileSource(path: path, name: name)
        var digester = Digester()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return digester.finish() }
            buffer.withUnsafeBytes { digester.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}

/// The running program.
public enum Program {
    /// The version in data sets.
    public static let version = "1.0.0"

    /// The digest of the program's file: another program may prepare otherwise.
    static func digest() throws -> Digest {
        let path = "/proc/self/exe"
        guard FileManager.default.fileExists(atPath: path) else { return Digest(of: version) }
        return try FileDigest.digest(ofFileAt: path, name: "weir")
    }
}
