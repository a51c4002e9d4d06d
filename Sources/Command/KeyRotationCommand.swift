import ArgumentParser
import Foundation
import WeirKeys
import WeirPipeline
import WeirStudy

extension Keys {
    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a study new keys, after saying what that does.",
            discussion: """
                It is refused where the memory holds what is bound to the old keys, protects people and cannot be carried \
                over: releases, and withdrawals of people who are in no file of the inbox. The old keys stay where they are.
                """)

        @Argument(help: "The folder with the keys of today.")
        var folder: String

        @Argument(help: "The folder for the new keys.")
        var fresh: String

        @Option(help: "The study's folder, such as Pipelines/frontline-workers.")
        var study: String

        @Option(help: "The study's memory between nights.")
        var state: String

        @Option(help: "The inbox, with all uploads in force.")
        var inbox: String

        @Flag(help: "Go on without asking.")
        var yes = false

        func run() throws {
            let keys = try Console.keys(folder, demonstration: false)
            let study = try Console.study(study)
            guard (try? FileManager.default.attributesOfItem(atPath: fresh)) == nil else {
                throw Keys.failure(of: StudyKeys.Trouble.exists(folder: fresh))
            }
            let rotation = KeyRotation(
                study: study, inbox: URL(filePath: inbox), state: URL(filePath: state), keys: keys)
            guard try rotate(rotation) else { throw Console.fail("not confirmed; nothing was changed", .failed) }
            print("new keys in \(fresh). Name them from now on, and make a backup: weir keys backup")
        }

        private func rotate(_ rotation: KeyRotation) throws -> Bool {
            do { return try rotation.run(to: URL(filePath: fresh), confirm: confirm) } catch let refusal
                as KeyRotation.Refusal
            {
                for sentence in refusal.sentences { Console.note("weir: \(sentence)") }
                throw Console.fail("the keys cannot be changed; nothing was", .failed)
            } catch let trouble as StateCheck.NoMemory {
                throw Console.fail("there is no study's memory in \(trouble.folder)", .failed)
            } catch { throw Keys.failure(of: error) }
        }

        private func confirm(_ sentences: [String]) -> Bool {
            for sentence in sentences { print(sentence) }
            if yes { return true }
            guard isatty(STDIN_FILENO) == 1 else {
                Console.note("weir: keys are changed on a terminal, or with --yes")
                return false
            }
            print("To go on, type: rotate")
            return readLine() == "rotate"
        }
    }
}
