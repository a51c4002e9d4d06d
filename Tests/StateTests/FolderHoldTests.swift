import Foundation
import TestSupport
import Testing

@testable import WeirState

/// Remains of stopped runs go; what somebody works in stays.
@Suite struct FolderHoldTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func make(_ name: String) throws -> URL {
        let place = folder.url.appending(path: name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        return place
    }

    @Test func `a folder in which a data set is made again stays while it is held`() throws {
        let place = try make(Publisher.rebuilding)
        do {
            let hold = FolderHold(place)
            try Publisher.removeRemains(in: folder.url)
            #expect(Publisher.isThere(place))
            withExtendedLifetime(hold) {}
        }
        try Publisher.removeRemains(in: folder.url)
        #expect(!Publisher.isThere(place))
    }

    @Test(arguments: [".full.draft", ".0123456789ab.draft", ".0123456789ab.gone", ".backup.weir-gone"])
    func `remains go`(_ name: String) throws {
        let place = try make(name)
        try Publisher.removeRemains(in: folder.url)
        #expect(!Publisher.isThere(place))
    }

    @Test(arguments: [".thesis.draft", ".thesis.gone", ".git"]) func `what others made stays`(_ name: String) throws {
        let place = try make(name)
        try Publisher.removeRemains(in: folder.url)
        #expect(Publisher.isThere(place))
    }
}
