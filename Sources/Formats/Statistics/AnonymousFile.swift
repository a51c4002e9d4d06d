import CReadStat
import Foundation

/// Bytes behind a descriptor and under no name: they go when the last descriptor is closed, whatever happens.
struct AnonymousFile: ~Copyable {
    let descriptor: Int32

    /// - Throws: a `POSIXError` when the system refuses.
    init(_ bytes: [UInt8]) throws {
        descriptor = Self.opened()
        guard descriptor >= 0 else { throw Self.failure }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure }
            written += count
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    #if os(Linux)
        /// `MFD_CLOEXEC`.
        private static let closeOnExec: UInt32 = 1
    #endif

    private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    private static func opened() -> Int32 {
        #if os(Linux)
            return memfd_create("weir", closeOnExec)
        #else
            var template = Array("\(NSTemporaryDirectory())/weir.XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            if descriptor >= 0 {
                unlink(template)
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
            return descriptor
        #endif
    }
}
