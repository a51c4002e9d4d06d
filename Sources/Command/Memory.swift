import Foundation

/// How memory that batches gave back is kept for the next ones. Asking the system for fresh pages each time takes as long
/// as reading a file does.
enum Memory {
    /// The GNU library's options, by their numbers in `malloc.h`: how much is kept, and from which size on a piece goes
    /// straight back.
    private static let options: [(number: Int32, bytes: Int32)] = [(-1, 16 << 20), (-3, 4 << 20)]

    /// Keeps it from now on. Swift's view of the library has no such function, and others than GNU's need none.
    static func keep() {
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        for option in options { _ = set(option.number, option.bytes) }
    }
}
