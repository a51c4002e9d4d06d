import Foundation
import WeirCore

/// Hands over bytes, block by block.
public protocol ByteSource: AnyObject {
    /// Fills a buffer from its start; returns how many bytes, 0 at the end.
    /// - Throws: a `Diagnostic` that names the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The bytes of a file.
public final class FileSource: ByteSource {
    private let descriptor: Int32
    private let name: String
    /// Which file this is, and in which state it was opened.
    public let identity: Identity

    /// What tells whether a file was changed or replaced between two looks at it.
    public struct Identity: Equatable, Sendable {
        fileprivate var device, inode, size: UInt64
        fileprivate var seconds, nanoseconds: Int
    }

    /// Opens a file; `name` is what reports call it.
    /// - Throws: a `Diagnostic`: missing, a folder, no permission, or empty.
    public init(path: String, name: String) throws {
        // A pipe would have opening wait for its other end.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        self.name = name
        let place = Place(file: name)
        guard descriptor >= 0 else {
            let code: DiagnosticCode = errno == EACCES || errno == EPERM ? .fileNoPermission : .fileMissing
            throw Diagnostic(code, at: place)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Diagnostic(.fileNoPermission, at: place) }
        identity = Identity(status)
        if status.st_mode & S_IFMT == S_IFDIR { throw Diagnostic(.fileIsDirectory, at: place) }
        if status.st_mode & S_IFMT != S_IFREG { throw Diagnostic(.fileNotRegular, at: place) }
        if status.st_size == 0 { throw Diagnostic(.fileEmpty, at: place) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count > 0 { return count }
            if count == 0 {
                try checkUnchanged()
                return 0
            }
            if errno != EINTR { throw Diagnostic(.fileNoPermission, at: Place(file: name)) }
        }
    }

    /// How many bytes it had when it was opened.
    public var size: Int { Int(identity.size) }

    /// Another descriptor of the same file, for whoever reads it in his own order.
    func duplicate() throws -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Diagnostic(.fileNoPermission, at: Place(file: name)) }
        return copy
    }

    /// A file that grew or was replaced meanwhile would be half of one and half of another.
    func checkUnchanged() throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0, Identity(status) == identity else {
            throw Diagnostic(.fileChanged, at: Place(file: name))
        }
    }
}

extension FileSource.Identity {
    init(_ status: stat) {
        #if canImport(Glibc)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        self.init(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino),
            size: UInt64(status.st_size),
            seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
    }
}

/// Bytes that are in memory already, handed over in blocks of any size: for tests and for small files.
public final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private let block: Int
    private var position = 0

    /// The bytes, in blocks of at most `block` bytes.
    public init(_ bytes: [UInt8], block: Int = .max) {
        self.bytes = bytes
        self.block = block
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, block, bytes.count - position)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
        }
        position += count
        return count
    }
}

/// A block of bytes that a source is asked to refill, read byte by byte or run by run.
struct RefillBuffer {
    private var bytes: [UInt8]
    private(set) var start = 0
    private(set) var end = 0

    init(capacity: Int = 256 * 1024) { bytes = [UInt8](repeating: 0, count: capacity) }

    var isEmpty: Bool { start == end }

    /// Asks for more; false at the end of the source.
    mutating func refill(from source: any ByteSource) throws -> Bool {
        start = 0
        end = try bytes.withUnsafeMutableBytes { try source.read(into: $0) }
        return end > 0
    }

    /// Calls `body` with what is left; it returns how much it took.
    mutating func take(_ body: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows {
        let range = start..<end
        start += try bytes.withUnsafeMutableBytes {
            try body(UnsafeMutableRawBufferPointer(rebasing: $0[range]))
        }
    }
}
