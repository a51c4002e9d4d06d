import Foundation

/// The child process that reads a data file of SPSS or Stata: limits first, then the file.
public enum StatisticsChild {
    /// The word that starts it. It is not for people.
    public static let command = "read-statistics"

    /// Reads the request and the file, and writes the table to standard output.
    /// - Returns: the status to end with.
    public static func run() -> Int32 {
        guard let request = try? JSONDecoder().decode(StatisticsRequest.self, from: readRequest()) else {
            return StatisticsEnd.damaged.rawValue
        }
        limit(request)
        guard let file = MappedFile(ChildProcess.file) else { return StatisticsEnd.damaged.rawValue }
        let reader = StatisticsReader(file.bytes, request, passed: file.letGo) { bytes in
            var written = 0
            while written < bytes.count {
                let count = write(STDOUT_FILENO, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                // Nobody listens any more.
                guard count > 0 else { exit(StatisticsEnd.damaged.rawValue) }
                written += count
            }
        }
        return reader.run().rawValue
    }

    private static func readRequest() -> Data {
        var bytes = Data()
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &block, block.count)
            if count <= 0 { return bytes }
            bytes.append(contentsOf: block[..<count])
        }
    }

    /// Whatever the file makes the library do: it opens nothing, writes no file, starts nothing and ends in time.
    private static func limit(_ request: StatisticsRequest) {
        #if os(Linux)
            let limits: [(__rlimit_resource, UInt64)] = [
                (RLIMIT_CORE, 0), (RLIMIT_FSIZE, 0), (RLIMIT_NOFILE, 0), (__RLIMIT_NPROC, 0),
                (RLIMIT_CPU, request.seconds), (RLIMIT_AS, request.memory),
            ]
            for (resource, most) in limits {
                var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
                setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
            }
        #else
            let limits: [(Int32, UInt64)] = [
                (RLIMIT_CORE, 0), (RLIMIT_FSIZE, 0), (RLIMIT_NPROC, 0), (RLIMIT_CPU, request.seconds),
            ]
            for (resource, most) in limits {
                var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
                setrlimit(resource, &limit)
            }
        #endif
    }
}

/// A file's bytes, read as they are looked at. What lies far behind is let go and would be read again from the file, so
/// that a large one takes no more memory than a small one.
private final class MappedFile {
    let bytes: UnsafeRawBufferPointer
    private var gone = 0

    private static let window = 16 << 20

    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0,
            let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
        else { return nil }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
    }

    /// The file's first bytes are behind, until somebody goes back to them.
    func letGo(before position: Int) {
        if position < gone { gone = 0 }
        let edge = position / Self.window * Self.window
        guard edge > gone, let start = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: start + gone), edge - gone, MADV_DONTNEED)
        gone = edge
    }
}
