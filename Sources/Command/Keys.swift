import ArgumentParser
import Foundation
import WeirKeys

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the study's keys, and keeps them for two people.",
        subcommands: [Create.self, Backup.self, Restore.self, Rotate.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes new keys in a folder that has none.",
            discussion: "Keep a copy in a safe place: without these keys tomorrow's pseudonyms are not today's.")

        @Argument(help: "The folder for the keys.")
        var folder: String

        func run() throws {
            do {
                let file = try StudyKeys.create(in: URL(filePath: folder))
                print("keys made in \(folder); hand out \(file.lastPathComponent) to those who verify")
            } catch let trouble as StudyKeys.Trouble {
                throw Console.fail(Console.sentence(trouble), .keysMissing)
            } catch {
                throw Console.failure(of: error)
            }
        }
    }
}
