import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirStudy

/// How an export is read for a draft.
struct DraftOptions: ParsableArguments {
    @Option(help: "How many rows must share an answer before it is told.")
    var k = 5

    @Option(help: "Read a text file in this encoding, such as windows-1250.")
    var encoding: String?

    var textEncoding: TextEncoding? { encoding.flatMap(TextEncoding.init(declared:)) }

    func validate() throws {
        if k < 2 { throw ValidationError("Give 2 rows or more: what one row says is one person's answer.") }
        if encoding != nil, textEncoding == nil { throw ValidationError("weir reads no such encoding.") }
    }
}

extension StudyCommand {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drafts a new study from a questionnaire (XLSForm) or an export.",
            discussion:
                "Of an export only answers are told that at least --k rows share and that redaction finds nothing in; "
                + "the others are counted. Labels of a data file's values are the questionnaire's wording. What a person has to decide is listed, and stands in to-decide.txt."
        )

        @Argument(help: "An XLSForm, or an export.")
        var file: String

        @Option(help: "The new study's folder; it must not be there yet.")
        var out: String

        @Option(help: "The country that the file comes from, such as AL.")
        var country = "XX"

        @Option(help: "The language of the questions, such as sq, when it is not recognised.")
        var language: String?

        @OptionGroup var options: DraftOptions

        func validate() throws {
            if CountryCode(country) == nil { throw ValidationError("Give a country by its two letters, such as AL.") }
        }

        func run() throws {
            let drafted = try Drafting.refusing {
                try StudyImport(
                    path: file, rows: options.k, language: language, encoding: options.textEncoding)
            }
            let folder = StudyFolder(drafted.draft, country: CountryCode(country)!)
            do { try folder.write(to: URL(filePath: out)) } catch StudyFolder.Refusal.exists(let path) {
                throw Console.fail("\(path) is there already, and is not overwritten. Name another folder", .failed)
            } catch { throw Console.failure(of: error) }
            let draft = drafted.draft
            let questions = draft.variables.filter(\.isQuestion)
            print(
                "\(out): drafted from \(drafted.words): \(questions.count) questions, \(draft.lists.count) lists with "
                    + "\(draft.lists.map(\.count).reduce(0, +)) options, \(draft.variables.count - questions.count) columns that identify"
            )
            Drafting.tell(draft.leftOut, options.k)
            Drafting.list("left for a person", folder.todo)
        }
    }

    struct AddCountry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drafts a country's crosswalk from its export.",
            discussion:
                "Questions and answers in the codebook's words, or nearly so, are proposed and marked as such; the others "
                + "are listed. Answers in other words are told only when at least --k rows share them and redaction finds nothing."
        )

        @Argument(help: "The study's folder.")
        var study: String

        @Option(help: "The new country by its two letters, such as AL.")
        var country: String

        @Option(help: "An export of the country.")
        var file: String

        @Option(help: "The language of the questionnaire, such as sq.")
        var language = "en"

        @OptionGroup var options: DraftOptions

        func validate() throws {
            if CountryCode(country) == nil { throw ValidationError("Give a country by its two letters, such as AL.") }
        }

        func run() throws {
            let definition = try Console.study(study)
            let code = CountryCode(country)!
            let path = URL(filePath: study).appending(path: "crosswalks/\(code).csv")
            guard !FileManager.default.fileExists(atPath: path.path) else {
                throw Console.fail(
                    "\(path.relativePath) is there already, and is not overwritten. Move it away first", .failed)
            }
            let draft = try Drafting.refusing {
                try CountryDraft(
                    definition, country: code, path: file, rows: options.k,
                    encoding: options.textEncoding)
            }
            do { try Data(draft.text.utf8).write(to: path) } catch { throw Console.failure(of: error) }
            print(
                "crosswalks/\(code).csv: \(draft.lines.count) lines, all proposed: take 'proposed' away from each that is right"
            )
            Drafting.tell(draft.leftOut, options.k)
            Drafting.list("found in other words", draft.near)
            Drafting.list("no column was found for", draft.unmatched)
            Drafting.list("no answer was found for", draft.unreached)
            Drafting.list("answers that fit no category", draft.unknownAnswers)
            if !draft.unusedColumns.isEmpty { print("columns that nothing was found for: \(draft.unusedColumns)") }
            Drafting.list(
                "left for a person",
                [
                    "add to 'countries' in pipeline.yaml, with the right order of dates: \(draft.pipelineLine(language: language))",
                    "add \(code) to the list of countries in codebook/categories.csv",
                ])
        }
    }
}

/// What both drafts say.
enum Drafting {
    static func refusing<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let finding as Diagnostic {
            throw Console.fail(Diagnostics([finding]), .refused)
        } catch let findings as Diagnostics { throw Console.fail(findings, .refused) }
    }

    static func tell(_ leftOut: StudyDraft.LeftOut, _ k: Int) {
        guard leftOut.answers > 0 else { return }
        print(
            "\(leftOut.answers) answers to \(leftOut.questions) questions were left out: fewer than \(k) rows share them, or they may identify"
        )
    }

    static func list(_ title: String, _ lines: [String]) {
        guard !lines.isEmpty else { return }
        print("\(title):")
        for line in lines { print("  \(line)") }
    }
}
