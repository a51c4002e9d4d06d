import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an empty table for a country's answers, with lists to choose from and instructions.",
        discussion:
            "An XLSX workbook for partners who type interviews in, or whose platform cannot export the questionnaire.")

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The country, by its two letters.")
    var country: String

    @Option(help: ArgumentHelp("The language of the instructions. Default: the country's in the study."))
    var language: String?

    @Option(help: "The file to write. Default: template-XX.xlsx here.")
    var out: String?

    func validate() throws { try ReportLanguage.check(language) }

    func run() throws {
        let study = try Console.study(study)
        let language = language.flatMap(ReportLanguage.init(rawValue:))
        guard let code = CountryCode(country),
            let template = UploadTemplate(study: study, country: code, language: language)
        else { throw Console.unknownCountry(study) }
        let path = out ?? "template-\(code.letters).xlsx"
        do { try Data(template.bytes).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
        print(path)
    }
}
