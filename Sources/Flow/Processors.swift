import Foundation

/// The machine's processors.
enum Processors {
    /// How many this process may run on: fewer than the machine has under `taskset` or in a container.
    static func available() -> Int { ProcessInfo.processInfo.activeProcessorCount }
}
