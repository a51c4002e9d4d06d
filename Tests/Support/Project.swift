public import Foundation

/// Where the project's files are.
public enum Project {
    /// The project's folder.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The study that comes with weir.
    public static let study = root.appending(path: "Pipelines/frontline-workers")
    /// Its samples.
    public static let samples = root.appending(path: "Samples/frontline-workers")
    /// Whether the large forms of the tests are asked for too.
    public static let isThorough = ProcessInfo.processInfo.environment["ALL"] != nil

    /// An inbox in a folder, with the samples of some countries: a night of two costs a third of one of all six.
    public static func inbox(of countries: [String] = ["AL", "MX"], in folder: TemporaryFolder) throws -> URL {
        let inbox = folder.url.appending(path: "inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        for country in countries {
            try FileManager.default.copyItem(
                at: samples.appending(path: "inbox/\(country)"), to: inbox.appending(path: country))
        }
        return inbox
    }
}

/// A folder that is gone when the test is.
public final class TemporaryFolder {
    /// The folder.
    public let url: URL

    /// Makes an empty folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "weir-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file below the folder.
    @discardableResult
    public func write(_ bytes: some Sequence<UInt8>, to path: String) throws -> URL {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }
}
