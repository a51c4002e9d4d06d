import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirReport
import WeirStudy

/// What commands share: reading a study, and ending with words and a status.
enum Console {
    /// Reads a study, or ends with all its mistakes.
    static func study(_ folder: String) throws -> Study {
        let folder = try studyFolder(folder)
        do { return try Study(folder: folder) } catch let error as Diagnostics { throw fail(error, .studyWrong) }
    }

    /// The folder of a study, or the end where there is none.
    static func studyFolder(_ folder: String) throws -> URL {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw fail("there is no folder \(folder). Name a study's folder, such as Pipelines/STUDY", .studyWrong)
        }
        return URL(filePath: folder).standardizedFileURL
    }

    /// Reads a study with what it says about releases, or ends with all mistakes in both.
    static func definition(_ folder: String) throws -> (study: Study, rules: ReleaseRules) {
        let definition = StudyDefinition(folder: try studyFolder(folder))
        guard definition.mistakes.isEmpty, let study = definition.study else {
            throw fail(Diagnostics(definition.mistakes), .studyWrong)
        }
        return (study, definition.rules)
    }

    /// Reads what is expected of a study's nights, or ends with all mistakes.
    static func nightRules(_ folder: String, _ study: Study) throws -> NightRules {
        do {
            return try NightRules(
                folder: URL(filePath: folder).standardizedFileURL, countries: study.countries.map(\.country))
        } catch let error as Diagnostics { throw fail(error, .studyWrong) }
    }

    /// The study's memory: where it is said to be, or below the folder of the data sets.
    static func memory(_ state: String?, _ out: String, _ study: Study) -> URL {
        state.map { URL(filePath: $0) } ?? URL(filePath: out).appending(path: "state").appending(path: study.name)
    }

    /// Writes findings to standard error.
    static func fail(_ diagnostics: Diagnostics, _ status: ExitStatus) -> ExitCode {
        for diagnostic in diagnostics.all { note(FindingText.text(diagnostic)) }
        return status.code
    }

    /// Ends with a sentence on standard error.
    static func fail(_ sentence: String, _ status: ExitStatus) -> ExitCode {
        note("weir: \(sentence)")
        return status.code
    }

    private static let isTerminal = isatty(STDERR_FILENO) == 1

    /// Says on a terminal how far the work is, on one line that is written over; silent elsewhere.
    @Sendable
    static func progress(_ words: String) {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K\(words)".utf8)) }
    }

    /// Clears the line of progress.
    static func endProgress() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// The keys to work with: a folder's, or the public sample keys when that is asked for.
    static func keys(_ folder: String?, demonstration: Bool) throws -> StudyKeys {
        if demonstration { return .demonstration }
        guard let folder else {
            throw fail(
                "no keys. Make some with 'weir keys create DIR' and name them with --keys DIR, or practise with "
                    + "--demonstration", .keysMissing)
        }
        do { return try StudyKeys(folder: URL(filePath: folder)) } catch let trouble as StudyKeys.Trouble {
            throw fail(sentence(trouble), .keysMissing)
        }
    }

    static func sentence(_ trouble: StudyKeys.Trouble) -> String {
        switch trouble {
        case .missing(let file):
            "the key file \(file) is missing. Name the right folder, or restore lost keys with 'weir keys restore'. Only a new "
                + "study gets new ones: 'weir keys create DIR'"
        case .damaged(let file): "\(file) holds no key. Restore it from its backup"
        case .exists(let folder): "\(folder) holds keys already; they are not overwritten. Name another folder"
        case .readableByOthers(let file): "others can read \(file). Protect it with: chmod 600 \(file)"
        }
    }

    /// A link that does not follow from the one before shows that one of the two was changed, not which.
    static func broken(at link: Int) -> String {
        "the study's chain is broken at link \(link)"
            + (link > 1 ? ": it does not follow from link \(link - 1), and one of the two was changed" : "")
    }

    /// Ends a night that could not be worked through.
    static func failure(of error: any Error) -> ExitCode {
        switch error {
        case NightlyMerge.Refusal.nothingInForce(let report, let summary):
            // There is no report to look into, so all findings are told here.
            _ = fail(Diagnostics(report.findings), .nothingPublished)
            print("\(report.table)\n\n\(summary)")
            return fail("no country has an upload that can be used; nothing was published", .nothingPublished)
        case NightlyMerge.Refusal.partDamaged(let findings):
            _ = fail(findings, .failed)
            return fail("a prepared part is damaged and cannot be prepared again; nothing was published", .failed)
        case NightlyMerge.Refusal.alreadyRunning: return fail(sentence(for: error), .alreadyRunning)
        case NightlyMerge.Refusal.fullDiffers: return fail(sentence(for: error), .notConsistent)
        case NightlyMerge.Refusal.otherKeys, is WithdrawnUnderOtherKeys: return fail(sentence(for: error), .keysMissing)
        default: return fail(sentence(for: error), .failed)
        }
    }

    /// What went wrong, without any respondent's value: only our own errors are put into words.
    static func sentence(for error: any Error) -> String {
        switch error {
        case NightlyMerge.Refusal.noInbox(let folder):
            "there is no inbox \(folder). Name the folder that holds the countries' folders"
        case NightlyMerge.Refusal.noParts(let folder):
            "there is no folder \(folder). Name the folder that holds the folders of prepared parts"
        case NightlyMerge.Refusal.inboxIsNoFolder(let file):
            "\(file) is no folder. Name the folder that holds the countries' folders"
        case NightlyMerge.Refusal.currentIsTaken(let place):
            "\(place) is no link, and the newest data set cannot be named there. Move it away; nothing was published"
        case NightlyMerge.Refusal.ledgerThere(let file):
            "there is a ledger \(file), and it is not replaced. Leave out --new-ledger; nothing was published"
        case NightlyMerge.Refusal.otherKeys(let state):
            "the study's memory \(state) was begun with other keys. Name those, or another folder with --out or --state; "
                + "nothing was read"
        case NightlyMerge.Refusal.chainBroken(let file, let link):
            "\(broken(at: link)), in \(file); nothing was published. Restore it from its backup, or "
                + "keep it elsewhere and begin a new one"
        case NightlyMerge.Refusal.chainOlder(let file, let link):
            "the study's chain \(file) has not the link of which there is a receipt, number \(link): it is older. Nothing was "
                + "published. Restore its newest backup. \(MemoryNotOfDataSet.accepting)"
        case NightlyMerge.Refusal.fullDiffers(let files):
            "the data set is not the one that follows when every upload is prepared anew: \(files.joined(separator: ", ")). "
                + "The prepared parts are dropped; merge again, and keep the data set until you know why"
        case NightlyMerge.Refusal.locksMissing(let folder, let reason):
            "the file system of \(folder) does no locks (\(reason ?? "it gives the same one twice")), and two runs would write "
                + "over each other's work. Name a folder on a local disk with --state; nothing was read"
        case let trouble as WithdrawnUnderOtherKeys: trouble.sentence + ". Nothing was published"
        case let trouble as MemoryNotOfDataSet: trouble.sentence
        case is ReviewSitting.Interrupted:
            "somebody withdrew meanwhile, and the uploads are not as they were when they were read: whether the answer on the "
                + "screen is theirs cannot be told. The last decision was not kept, those before it are. Begin again"
        case let trouble as PlatformChanged: trouble.sentence
        case let refusal as ReleaseRefusal: refusal.sentences.joined(separator: "; ")
        case NightlyMerge.Refusal.alreadyRunning: "another run works on this study. Wait for it to end"
        case let limit as FormatLimit: limit.sentence + ". Nothing was published"
        case let error as CocoaError:
            "\(error.filePath ?? error.url?.path ?? "a file") cannot be read or written: \(reason(error)). Nothing was "
                + "published. Look for rights and free space"
        default: LedgerTrouble(error)?.sentence ?? "stopped: \(type(of: error)). Nothing was published"
        }
    }

    /// Why the system refused.
    private static func reason(_ error: CocoaError) -> String {
        if let system = error.underlying as? POSIXError { return String(cString: strerror(system.code.rawValue)) }
        return switch error.code {
        case .fileWriteNoPermission, .fileReadNoPermission: "no permission"
        case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file or folder"
        case .fileWriteFileExists: "something of this name is there already"
        case .fileWriteOutOfSpace: "no space left"
        default: "error \(error.code.rawValue)"
        }
    }
}
