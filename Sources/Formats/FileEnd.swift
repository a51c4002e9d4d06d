import Foundation
import WeirCore

/// Tells a packed file that was cut off, or has not arrived as a whole yet, from one that is damaged: its end is missing.
public enum FileEnd {
    /// Whether a file is empty, or a zip or gzip file without its end. Of what is not packed nobody can tell.
    public static func isMissing(path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 4)) ?? Data()
        if head.isEmpty { return true }
        if head.starts(with: FileSignature.gzip) { return isGzipCutOff(path) }
        return head.starts(with: FileSignature.zip) && isMissing(inZip: file)
    }

    /// Whether a file's last line does not end. Most texts end it, so that more may be on its way; data files of SPSS and
    /// Stata have no lines, and nobody can tell. What is packed has an end of its own.
    public static func isOpen(path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 4)) ?? Data()
        if head.starts(with: FileSignature.gzip) || head.starts(with: FileSignature.zip) { return false }
        guard let size = try? file.seekToEnd(), (try? file.seek(toOffset: size - min(size, 2))) != nil,
            let end = try? file.readToEnd()
        else { return false }
        // In UTF-16 a line end has two bytes.
        return !end.contains { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }
    }

    /// How a zip file's directory ends; at most a comment of 65 535 bytes stands behind it.
    private static let directoryEnd = Data("PK\u{5}\u{6}".utf8)
    private static let shortestEnd = 22
    private static let longestEnd = UInt64(shortestEnd + 65_535)

    /// Whether an open zip file lacks its directory.
    static func isMissing(inZip descriptor: Int32) -> Bool {
        isMissing(inZip: FileHandle(fileDescriptor: descriptor, closeOnDealloc: false))
    }

    private static func isMissing(inZip file: FileHandle) -> Bool {
        guard let size = try? file.seekToEnd(), (try? file.seek(toOffset: size - min(size, longestEnd))) != nil,
            let end = try? file.readToEnd()
        else { return false }
        return !isWhole(end)
    }

    private static func isGzipCutOff(_ path: String) -> Bool {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        do {
            let source = InflatingSource(try FileSource(path: path, name: path), name: path)
            while try block.withUnsafeMutableBytes({ try source.read(into: $0) }) > 0 {}
            return false
        } catch {
            return (error as? Diagnostic)?.code == .gzipTruncated
        }
    }

    /// Whether the bytes of a zip file lack its directory.
    static func isMissing(inZip bytes: [UInt8]) -> Bool {
        !isWhole(Data(bytes.suffix(Int(longestEnd))))
    }

    /// Whether the directory's end is there, to its last byte.
    private static func isWhole(_ end: Data) -> Bool {
        end.range(of: directoryEnd, options: .backwards).map { end.endIndex - $0.lowerBound >= shortestEnd } ?? false
    }
}
