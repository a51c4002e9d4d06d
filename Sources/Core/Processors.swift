import Foundation

/// The machine's processors.
public enum Processors {
    /// How many this process may run on: fewer than the machine has under `taskset` or in a container.
    public static let available = max(1, ProcessInfo.processInfo.activeProcessorCount)
}
