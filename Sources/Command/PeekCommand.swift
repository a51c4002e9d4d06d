import ArgumentParser
import WeirCore
import WeirPipeline

struct Peek: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a file is and whether it can be read; shows nothing of what stands in it.",
        discussion: "Ends with status 7 when the file is refused; the reason and what to do are on standard error.")

    @Argument(help: "A partner's file.")
    var file: String

    @Option(help: "Read a text file in this encoding, such as windows-1250, instead of recognising it.")
    var encoding: String?

    func validate() throws {
        if let encoding, TextEncoding(declared: encoding) == nil {
            let words = TextEncoding.allCases.map(\.word).joined(separator: ", ")
            throw ValidationError("Give an encoding that weir reads: \(words).")
        }
    }

    func run() throws {
        let peek = FilePeek(path: file, encoding: encoding.flatMap(TextEncoding.init(declared:)))
        for (name, text) in peek.facts { print("\(name):\(String(repeating: " ", count: 12 - name.count))\(text)") }
        guard !peek.findings.isEmpty else { return }
        let status = Console.fail(Diagnostics(peek.findings), .refused)
        if !peek.isReadable { throw status }
    }
}
