import Foundation

/// This program, run once more beside itself: a request on its standard input, a file on descriptor 3, and what it
/// writes in a pipe. It knows nothing else of its parent: no other descriptor, no environment but the loader's.
final class ChildProcess {
    /// How a child ended.
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    private let process: pid_t
    private let output: Int32
    private var end: End?

    private static let starting = NSLock()

    /// Where the child finds the file.
    static let file: Int32 = 3

    /// Starts the child.
    /// - Throws: a `POSIXError` when the system refuses.
    init(_ command: String, request: Int32, file: Int32) throws {
        var pipes: [Int32] = [-1, -1]
        // No other child that is started at the same moment may inherit an end of the pipe: it would hold it open.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        guard pipe(&pipes) == 0 else { throw Self.failure(errno) }
        defer { close(pipes[1]) }
        for end in pipes { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = pipes[0]
        do { process = try Self.spawn(command, [request, pipes[1], -1, file]) } catch {
            close(pipes[0])
            throw error
        }
    }

    deinit {
        close(output)
        if end == nil {
            kill(process, SIGKILL)
            _ = wait()
        }
    }

    private static func failure(_ code: Int32) -> POSIXError { POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }

    /// - Parameter descriptors: what the child finds as 0, 1, 2 and 3; -1 is nothing.
    private static func spawn(_ command: String, _ descriptors: [Int32]) throws -> pid_t {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Copies beyond all targets, so that none is overwritten before it is used.
        let copies = descriptors.map { $0 < 0 ? -1 : fcntl($0, F_DUPFD_CLOEXEC, 16) }
        defer { for copy in copies where copy >= 0 { close(copy) } }
        for (target, copy) in copies.enumerated() {
            if copy < 0 {
                posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_WRONLY, 0)
            } else {
                posix_spawn_file_actions_adddup2(&actions, copy, Int32(target))
            }
        }
        let arguments = ["weir", command].map { (word: String) in strdup(word) } + [nil]
        let environment = environment.map { (word: String) in strdup(word) } + [nil]
        defer { for word in arguments + environment { free(word) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, program, &actions, nil, arguments, environment)
        guard status == 0 else { throw failure(status) }
        return process
    }

    /// A crash report would show what was read.
    private static var environment: [String] {
        let all = ProcessInfo.processInfo.environment
        return ["SWIFT_BACKTRACE=enable=no"]
            + ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"].compactMap { name in all[name].map { "\(name)=\($0)" } }
    }

    /// The file that this program runs from; for tests, which run from another, the program beside it.
    private static let program: String = {
        #if os(Linux)
            let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        #else
            let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
        #endif
        let url = URL(filePath: own)
        if url.lastPathComponent.hasPrefix("weir"), url.pathExtension != "xctest" {
            #if os(Linux)
                // Also when the file was replaced meanwhile.
                return "/proc/self/exe"
            #else
                return own
            #endif
        }
        return url.deletingLastPathComponent().appending(path: "weir").path
    }()

    /// Reads what the child has written; 0 when it writes no more, nil when it writes nothing for too long.
    func read(into buffer: UnsafeMutableRawBufferPointer, patience: Int32) -> Int? {
        while true {
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, patience)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            #if canImport(Glibc)
                let count = Glibc.read(output, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(output, buffer.baseAddress, buffer.count)
            #endif
            if count < 0, errno == EINTR { continue }
            return max(count, 0)
        }
    }

    /// Waits for the child's end.
    func wait() -> End {
        if let end { return end }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let found: End = signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
        end = found
        return found
    }

    /// Ends the child.
    func stop() { kill(process, SIGKILL) }
}
