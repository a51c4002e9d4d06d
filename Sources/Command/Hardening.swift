import Foundation

/// Leaves no traces of respondents outside the folders that are meant for them.
enum Hardening {
    /// New files are the owner's alone, and a crash writes no memory to disk.
    static func apply() {
        umask(0o077)
        #if os(Linux)
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #endif
    }
}
