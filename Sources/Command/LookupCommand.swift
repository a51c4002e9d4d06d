import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline

struct Lookup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows one cell of a partner's own file on the terminal.",
        discussion: "Writes nothing. On a terminal, signs that could steer it are shown by number, such as <U+202E>.")

    @Argument(help: "The partner's file: CSV, TSV, XLSX or ODS, also in gzip or zip.")
    var file: String

    @Argument(help: "The row, as a spreadsheet numbers it.")
    var row: Int

    @Argument(help: "The column: its letters, or its header's text.")
    var column: String

    @Flag(help: "Print the cell as it stands although standard output is no terminal.")
    var plain = false

    func run() throws {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        // Looked at before the file is opened: the text must not be in a log because somebody forgot a redirection.
        guard isTerminal || plain else {
            throw Console.fail(
                "a respondent's words are shown on a terminal only. Standard output is none; --plain prints there all "
                    + "the same", .failed)
        }
        let cell = try cell()
        guard isTerminal else { return FileHandle.standardOutput.write(Data(cell.bytes + [10])) }
        let text = String(decoding: cell.bytes, as: UTF8.self)
        Console.note("row \(cell.row), column \(cell.column)\(text.isEmpty ? ": blank" : "")")
        if !text.isEmpty { print(ShownText.safe(text, lines: true)) }
    }

    private func cell() throws -> CellLookup {
        do {
            return try CellLookup(path: file, row: row, column: column)
        } catch let refusal as CellLookup.Refusal {
            throw Console.fail(sentence(refusal), .failed)
        } catch let finding as Diagnostic {
            throw Console.fail(Diagnostics([finding]), .failed)
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
    }

    private func sentence(_ refusal: CellLookup.Refusal) -> String {
        switch refusal {
        case .noRow(let row, let rows): "there is no row \(row): the table has the rows 1 to \(rows), header included"
        case .noColumn(let columns):
            "there is no such column: the table has \(columns) columns, A to "
                + "\(Place.letters(ofColumn: max(columns, 1) - 1)). Name one by its letters or by its whole header"
        case .severalColumns(let letters):
            "\(letters.count) columns have this header: \(letters.joined(separator: ", ")). Name one by its letters"
        }
    }
}
