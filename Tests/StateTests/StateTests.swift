import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirState

/// The state folder and its lock.
@Suite struct StateFolderTests {
    @Test func `whatever is done to a copy, the memory stays as it is`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url.appending(path: "state"))
        try FileManager.default.createDirectory(at: state.part("a"), withIntermediateDirectories: true)
        for name in ["summary", "ledger.sqlite"] {
            let place = name == "summary" ? state.part("a") : state.root
            try Data(name.utf8).write(to: place.appending(path: name))
        }
        let seen = try state.withCopy { copy in
            let seen = try String(contentsOf: copy.part("a").appending(path: "summary"), encoding: .utf8)
            try FileManager.default.removeItem(at: copy.part("a"))
            try Data("other".utf8).write(to: copy.root.appending(path: "ledger.sqlite"))
            return seen
        }
        #expect(seen == "summary")
        #expect(try String(contentsOf: state.part("a").appending(path: "summary"), encoding: .utf8) == "summary")
        #expect(try String(contentsOf: state.root.appending(path: "ledger.sqlite"), encoding: .utf8) == "ledger.sqlite")
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: state.root.path)) == ["parts", "ledger.sqlite"])
    }

    @Test func foldersAreForTheirOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url.appending(path: "state"))
        #expect(try mode(state.root) == 0o700)
        #expect(try mode(state.root.appending(path: "parts")) == 0o700)
    }

    @Test func folderIsOpenedAgainWithItsParts() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        #expect(!state.hasPart("a"))
        for name in ["answers.bin", "accounts.bin", "summary.json"] {
            #expect(!state.hasPart("a"), "a part without its \(name) is none")
            try folder.write("{}".utf8, to: "parts/a/\(name)")
        }
        #expect(try StateFolder(folder.url).hasPart("a"))
    }

    @Test func ledgerKnowsWhereTheMentionsOfAPartStand() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        func found(_ kind: String, _ reason: String, _ places: [[Int]]) -> FoundMentions {
            FoundMentions(.init(variable: "t", kind: kind, reason: reason, count: places.count), places: "\(places)")
        }
        let first = found("person", "listed", [[10, 7, 0, 5], [9, 7, 3, 8], [10, 6, 1, 2]])
        let second = found("place", "cue", [[9, 7, 12, 20]])
        try ledger.note([first, second], of: "a")
        try ledger.note([second], of: "b")
        #expect(try ledger.mentions(of: "a") == [first.count, second.count])
        let places = try ledger.mentionPlaces(of: "a")
        #expect(places.map(\.place) == [[9, 7, 3, 8], [9, 7, 12, 20], [10, 6, 1, 2], [10, 7, 0, 5]])
        #expect(places[1] == .init(place: [9, 7, 12, 20], variable: "t", kind: "place", reason: "cue"))
        #expect(try ledger.knowsPlaces(of: [first.count, second.count], in: "a"))
        #expect(try !ledger.knowsPlaces(of: [first.count], in: "a") && ledger.knowsPlaces(of: [], in: "c"))
        // The same part, prepared again.
        try ledger.note([second], of: "a")
        #expect(try ledger.mentions(of: "a") == [second.count])
        // A part that is no more.
        try ledger.keepMentions(of: ["b"])
        #expect(try ledger.mentions(of: "a").isEmpty && ledger.mentions(of: "b") == [second.count])
        #expect(try ledger.mentionPlaces(of: "a").isEmpty && ledger.mentionPlaces(of: "b").count == 1)
        #expect(try !ledger.knowsPlaces(of: [second.count], in: "a"))
    }

    @Test func onlyNamedPartsAreKept() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        for name in ["a", "b", ".c"] { try folder.write("{}".utf8, to: "parts/\(name)/summary.json") }
        try state.keepParts(["b", "d"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "parts").path) == ["b"])
    }

    @Test func secondTakerOfTheLockGetsNothing() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        var first = try StudyLock(state)
        #expect(first != nil)
        #expect(try StudyLock(state) == nil)
        first = nil
        #expect(try StudyLock(state) != nil)
    }

    @Test(arguments: [ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL])
    func aFileSystemWithoutLocksIsRefusedWithItsReason(_ code: Int32) throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        let error = #expect(throws: StudyLock.Unsupported.self) {
            try StudyLock(state) { _ in
                errno = code
                return -1
            }
        }
        #expect(error?.folder == folder.url.path && error?.reason == String(cString: strerror(code)))
        // Nothing of it stays.
        #expect(try StudyLock(state) != nil)
    }

    @Test func aFileSystemThatGivesALockTwiceIsRefused() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: StudyLock.Unsupported.self) {
            try StudyLock(StateFolder(folder.url)) { _ in 0 }
        }
        #expect(error?.reason == nil)
    }

    @Test func aSignalWhileTheLockIsTakenIsNoRefusal() throws {
        let folder = try TemporaryFolder()
        var calls = 0
        let lock = try StudyLock(StateFolder(folder.url)) { descriptor in
            calls += 1
            errno = EINTR
            return calls == 1 ? -1 : flock(descriptor, LOCK_EX | LOCK_NB)
        }
        #expect(lock != nil && calls == 3)
    }

    @Test func locksOfTwoStudiesAreTwo() throws {
        let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
        let first = try StudyLock(try StateFolder(one.url))
        let second = try StudyLock(try StateFolder(two.url))
        #expect(first != nil && second != nil)
    }
}

/// A study's memory belongs to one pair of keys.
@Suite struct StateKeysTests {
    private static func keys(in folder: TemporaryFolder) throws -> StudyKeys {
        let place = folder.url.appending(path: "keys")
        _ = try StudyKeys.create(in: place)
        return try StudyKeys(folder: place)
    }

    @Test func theKeysThatBeganAFolderKeepIt() throws {
        let folder = try TemporaryFolder()
        let state = StateKeys(try StateFolder(folder.url.appending(path: "state")))
        let own = try Self.keys(in: folder)
        #expect(try state.allow(own) && state.allow(.demonstration))
        try state.note(.demonstration)
        #expect(try state.allow(.demonstration))
        #expect(try !state.allow(own))
        try state.note(own)
        #expect(try !state.allow(own), "a note is never written over")
        #expect(try mode(folder.url.appending(path: "state/keys.fingerprint")) == 0o600)
    }
}

/// Which uploads are in force.
@Suite struct LedgerTests {
    private static let albania = CountryCode("AL")!
    private static let peru = CountryCode("PE")!

    private static func accepted(_ upload: String, _ since: TimeInterval, part: String = "p") -> Ledger.Accepted {
        Ledger.Accepted(
            upload: upload, part: part, file: "AL/\(upload).csv", since: Date(timeIntervalSince1970: since))
    }

    @Test func laterUploadsReplaceEarlierOnesOfTheirCountry() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        #expect(try ledger.inForce(Self.albania) == [])
        try ledger.setInForce([Self.accepted("one", 10)], for: Self.albania)
        try ledger.setInForce([Self.accepted("pe", 11)], for: Self.peru)
        try ledger.setInForce([Self.accepted("three", 30), Self.accepted("two", 20)], for: Self.albania)
        #expect(try ledger.inForce(Self.albania) == [Self.accepted("two", 20), Self.accepted("three", 30)])
        #expect(try ledger.inForce(Self.peru) == [Self.accepted("pe", 11)])
    }

    @Test func uploadThatComesBackIsInForceSinceThen() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        let ledger = try Ledger(state)
        try ledger.setInForce([Self.accepted("one", 10)], for: Self.albania)
        try ledger.setInForce([Self.accepted("two", 20)], for: Self.albania)
        try ledger.setInForce([Self.accepted("one", 30, part: "new")], for: Self.albania)
        #expect(try Ledger(state).inForce(Self.albania) == [Self.accepted("one", 30, part: "new")])
    }

    /// What became of the respondents of the upload that one replaced stays with it while it is in force.
    @Test func whatAnUploadReplacedIsRemembered() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        var two = Self.accepted("two", 20)
        two.replacing = [.rowVanished: "2", .rowUncompared: ""]
        try Ledger(state).setInForce([two], for: Self.albania)
        #expect(try Ledger(state).inForce(Self.albania) == [two])
        try Ledger(state).setInForce([Self.accepted("two", 20)], for: Self.albania)
        #expect(try Ledger(state).inForce(Self.albania)[0].replacing == [:])
    }

    @Test func nothingInForceIsNothing() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        try ledger.setInForce([Self.accepted("one", 10)], for: Self.albania)
        try ledger.setInForce([], for: Self.albania)
        #expect(try ledger.inForce(Self.albania) == [])
    }

    /// The same bytes may come from two countries' folders; each keeps its own.
    @Test func sameBytesInTwoCountriesAreInForceInBoth() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        try ledger.setInForce([Self.accepted("same", 10)], for: Self.albania)
        try ledger.setInForce([Self.accepted("same", 20)], for: Self.peru)
        #expect(try ledger.inForce(Self.albania).map(\.upload) == ["same"])
        #expect(try ledger.inForce(Self.peru).map(\.upload) == ["same"])
    }

    @Test func ledgerIsForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        try Ledger(state).note(
            NightEntry(started: Date(), ended: Date(), result: .published, dataset: "d", rows: 3))
        #expect(try mode(folder.url.appending(path: "ledger.sqlite")) == 0o600)
    }
}

/// A data set appears whole or not at all.
@Suite struct PublisherTests {
    private static func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func draftIsInvisibleUntilItIsPublished() throws {
        let folder = try TemporaryFolder()
        let parent = folder.url.appending(path: "internal/study")
        let publisher = try Publisher(parent: parent, name: "set-1")
        try publisher.write("rows".utf8, to: "data/merged.csv")
        #expect(try Self.names(parent) == [".set-1.draft"])
        #expect(!FileManager.default.fileExists(atPath: publisher.destination.path))
        try publisher.publish()
        #expect(try Self.names(parent) == ["current", "set-1"])
        let text = try String(contentsOf: parent.appending(path: "current/data/merged.csv"), encoding: .utf8)
        #expect(text == "rows")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: parent.appending(path: "current").path) == "set-1"
        )
    }

    @Test func currentIsTheNewest() throws {
        let folder = try TemporaryFolder()
        for name in ["set-1", "set-2", "set-1"] {
            let publisher = try Publisher(parent: folder.url, name: name)
            try publisher.write(name.utf8, to: "name")
            try publisher.publish()
            let link = folder.url.appending(path: "current")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == name)
            #expect(try String(contentsOf: link.appending(path: "name"), encoding: .utf8) == name)
        }
        #expect(try Self.names(folder.url) == ["current", "set-1", "set-2"])
    }

    @Test func discardLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let publisher = try Publisher(parent: folder.url, name: "set")
        try publisher.write("rows".utf8, to: "data/deep/merged.csv")
        publisher.discard()
        #expect(try Self.names(folder.url) == [])
    }

    @Test(arguments: ["0123456789ab", "ba9876543210"])
    func whatAStoppedRunLeftIsRemoved(_ name: String) throws {
        let folder = try TemporaryFolder()
        let ours = "0123456789ab"
        try Publisher(parent: folder.url, name: name).write("old".utf8, to: "left-behind")
        try folder.write("x".utf8, to: ".\(ours).old/file")
        try folder.write("x".utf8, to: "\(ours)/file")
        let somebodys = [".hidden", ".notes.old", ".thesis.draft"]
        for name in somebodys { try folder.write("x".utf8, to: "\(name)/file") }
        let publisher = try Publisher(parent: folder.url, name: ours)
        #expect(try Self.names(publisher.draft) == [])
        #expect(try Self.names(folder.url) == ([".\(ours).draft", ours] + somebodys).sorted())
    }

    @Test func nothingBehindALinkIsDeleted() throws {
        let folder = try TemporaryFolder()
        try folder.write("x".utf8, to: "mine/file")
        let parent = folder.url.appending(path: "sets")
        try folder.write("x".utf8, to: "sets/0123456789ab/data/file")
        for (name, target) in [("ba9876543210", "../mine"), ("0123456789ab/data/more", "../../../mine")] {
            try FileManager.default.createSymbolicLink(
                atPath: parent.appending(path: name).path, withDestinationPath: target)
        }
        #expect(Publisher.targets(inside: parent.appending(path: "0123456789ab")) == ["../../../mine"])
        for name in ["ba9876543210", "0123456789ab"] { try Publisher.remove(name, in: parent) }
        #expect(try Self.names(parent) == ["ba9876543210"])
        #expect(try Self.names(folder.url.appending(path: "mine")) == ["file"])
    }

    /// A run that was killed between setting the old folder aside and naming the new one.
    @Test func folderThatWasSetAsideGetsItsNameBack() throws {
        let folder = try TemporaryFolder()
        try folder.write("rows".utf8, to: ".0123456789ab.old/data/merged.csv")
        try Publisher.removeRemains(in: folder.url)
        #expect(try Self.names(folder.url) == ["0123456789ab"])
        #expect(try Self.names(folder.url.appending(path: "0123456789ab/data")) == ["merged.csv"])
    }

    @Test func folderThatIsNotThereHasNoRemains() throws {
        let folder = try TemporaryFolder()
        try Publisher.removeRemains(in: folder.url.appending(path: "none"))
        #expect(try Self.names(folder.url) == [])
    }

    @Test func everythingIsForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let parent = folder.url.appending(path: "out")
        let publisher = try Publisher(parent: parent, name: "set")
        try publisher.write("rows".utf8, to: "data/merged.csv")
        try publisher.publish()
        for path in ["out", "out/set", "out/set/data"] { #expect(try mode(folder.url.appending(path: path)) == 0o700) }
        #expect(try mode(parent.appending(path: "set/data/merged.csv")) == 0o600)
    }

    @Test func fileIsNeverWrittenTwice() throws {
        let folder = try TemporaryFolder()
        let publisher = try Publisher(parent: folder.url, name: "set")
        try publisher.write("one".utf8, to: "file")
        #expect(throws: (any Error).self) { try publisher.write("two".utf8, to: "file") }
        #expect(try String(contentsOf: publisher.draft.appending(path: "file"), encoding: .utf8) == "one")
    }
}
