import ArgumentParser
import Foundation
import WeirKeys

extension Keys {
    /// Where the halves of a backup are.
    struct Halves: ParsableArguments {
        @Option(help: "The first half.")
        var first: String

        @Option(help: "The second half.")
        var second: String

        var files: (first: URL, second: URL) { (URL(filePath: first), URL(filePath: second)) }
    }

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the keys into two files, each useless without the other.",
            discussion: "Print them or copy them, and give them to two people who keep them in two places.")

        @Argument(help: "The folder with the study's keys.")
        var folder: String

        @OptionGroup var halves: Halves

        func validate() throws {
            if halves.files.first.standardizedFileURL == halves.files.second.standardizedFileURL {
                throw ValidationError("Name two files: who has both halves has the keys.")
            }
        }

        func run() throws {
            let keys = try Console.keys(folder, demonstration: false)
            do {
                try KeyBackup(of: keys).write(first: halves.files.first, second: halves.files.second)
            } catch { throw Keys.failure(of: error) }
            print("two halves written and read again: give \(halves.first) to one person, \(halves.second) to another")
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the folder of keys again from the two halves of a backup.")

        @OptionGroup var halves: Halves

        @Argument(help: "The folder for the keys; it is not there yet.")
        var folder: String

        func run() throws {
            do {
                let keys = try KeyBackup.keys(first: halves.files.first, second: halves.files.second)
                try keys.restore(to: URL(filePath: folder))
            } catch { throw Keys.failure(of: error) }
            print("keys restored in \(folder)")
        }
    }

    static func failure(of error: any Error) -> ExitCode {
        switch error {
        case let trouble as KeyBackup.Trouble: Console.fail(sentence(trouble), .keysMissing)
        case StudyKeys.Trouble.exists(let place):
            Console.fail("\(place) is there already, and is not overwritten. Name another one", .keysMissing)
        default: Console.failure(of: error)
        }
    }

    private static func sentence(_ trouble: KeyBackup.Trouble) -> String {
        switch trouble {
        case .noHalf(let file): "\(file) is no half of a backup, or cannot be read. Name the file of a half"
        case .otherHalf(let file, let wanted):
            "\(file) is not the \(wanted.rawValue) half. It takes one first and one second half"
        case .damaged(let file, let lines, let missing):
            lines.isEmpty
                ? "\(file) has no line \(missing.joined(separator: ", ")). Copy it again from the half"
                : "\(file) is damaged in line \(lines.map(String.init).joined(separator: ", ")). Compare with the half "
                    + "that was kept, digit by digit"
        case .differentBackups:
            "these are halves of two different backups. Look for the ones with the same line 'backup'"
        }
    }
}
