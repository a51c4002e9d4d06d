import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys
import WeirReport

@testable import WeirPipeline

/// Which uploads somebody is still copying.
@Suite struct ArrivingUploadsTests {
    private let folder: TemporaryFolder
    private let entry: Inbox.Entry
    private let file: URL

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.write("id,consent\n".utf8, to: "AL/a.csv")
        entry = Inbox.Entry(country: CountryCode("AL")!, name: "AL/a.csv", path: file.path)
    }

    private func digest() -> Result<FileDigest, any Error> {
        Result { try FileDigest(path: entry.path, name: entry.name) }
    }

    private func grow() throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("1,yes\n".utf8))
        try handle.close()
    }

    /// What becomes of the file when something happens between the two looks, and whether it was waited for.
    private func look(
        age: TimeInterval = 0, isKnown: Bool = false, meanwhile: () throws -> Void = {}
    ) throws -> (code: DiagnosticCode?, waited: Bool) {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: file.path)
        let uploads = ArrivingUploads([entry])
        let digested = digest()
        let known = try isKnown ? [digested.get().digest.hexadecimal] : []
        var waited = false
        var trouble: (any Error)?
        let files = uploads.wait(for: [digested], known: Set(known)) { pause in
            waited = pause > .zero && pause <= .milliseconds(200)
            do { try meanwhile() } catch { trouble = error }
        }
        if let trouble { throw trouble }
        guard case .failure(let error) = files[0] else { return (nil, waited) }
        return ((error as? Diagnostic)?.code, waited)
    }

    @Test func `what grows or goes between two looks is still copied`() throws {
        #expect(try look { try grow() } == (.fileArriving, true))
        #expect(try look { try FileManager.default.removeItem(at: file) } == (.fileArriving, true))
    }

    @Test func `a copy that has just begun is no empty file`() throws {
        try folder.write("".utf8, to: "AL/a.csv")
        #expect(try look { try grow() } == (.fileArriving, true))
        try folder.write("".utf8, to: "AL/a.csv")
        #expect(try look() == (.fileEmpty, true))
    }

    @Test func `what rests is taken, and only young files are waited for`() throws {
        #expect(try look() == (nil, true))
        #expect(try look(age: 60) == (nil, false))
        // A clock that is ahead.
        #expect(try look(age: -3600) == (nil, true))
    }

    @Test func `an upload in force is not waited for`() throws { #expect(try look(isKnown: true) == (nil, false)) }

    @Test func `a file that changed while it was read is still copied, and its half leaves no trace`() {
        var record = UploadRecord(
            file: "AL/a.csv", country: entry.country, digest: nil, state: .notReady, part: nil, summary: nil,
            findings: [Diagnostic(.fileChanged, at: Place(file: "AL/a.csv"))])
        record.awaitIfChanging()
        #expect(record.findings == [Diagnostic(.fileArriving, at: Place(file: "AL/a.csv"))])
        #expect(record.isArriving && record.digest == nil)
        record.findings = [Diagnostic(.fileEmpty, at: Place(file: "AL/a.csv"))]
        record.awaitIfChanging()
        #expect(!record.isArriving)
    }
}
