import ArgumentParser
import WeirCore
import WeirPipeline
import WeirStudy

struct Peek: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a file is and whether it can be read; shows nothing of what stands in it.",
        discussion: "Ends with status 7 when the file is refused; the reason and what to do are on standard error.")

    @Argument(help: "A partner's file.")
    var file: String

    @Option(help: "Read a text file in this encoding, such as windows-1250, instead of recognising it.")
    var encoding: String?

    @Option(help: "The study's folder: with --country, it is said what became of every interview.")
    var study: String?

    @Option(help: "The country that sends the file, by its two letters.")
    var country: String?

    func validate() throws {
        if (study == nil) != (country == nil) { throw ValidationError("Give --study and --country together.") }
        if let encoding, TextEncoding(declared: encoding) == nil {
            let words = TextEncoding.allCases.map(\.word).joined(separator: ", ")
            throw ValidationError("Give an encoding that weir reads: \(words).")
        }
    }

    func run() throws {
        let encoding = encoding.flatMap(TextEncoding.init(declared:))
        let peek = FilePeek(path: file, encoding: encoding, sender: try sender())
        for (name, text) in peek.facts { print("\(name):\(String(repeating: " ", count: 12 - name.count))\(text)") }
        guard !peek.findings.isEmpty else { return }
        let status = Console.fail(Diagnostics(peek.findings), .refused)
        if !peek.isReadable { throw status }
    }

    private func sender() throws -> FilePeek.Sender? {
        guard let folder = study, let country else { return nil }
        let study = try Console.study(folder)
        guard let rules = CountryCode(country).flatMap({ study.rules(for: $0) }) else {
            throw Console.unknownCountry(study)
        }
        return (study, rules)
    }
}
