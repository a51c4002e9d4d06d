import WeirCore

/// A prepared part whose open answers are all withheld: people decided on some since it was prepared, and its file is
/// gone, so nobody can tell on which.
final class WithheldAnswers: PreparedPart {
    private let part: any PreparedPart
    private let schema: Schema

    init(_ part: any PreparedPart, _ schema: Schema) {
        self.part = part
        self.schema = schema
    }

    func nextAccount() throws -> AccountEntry? { try part.nextAccount() }

    func runs() throws -> [any AnswerRun] { try part.runs().map { Run($0, schema) } }

    private final class Run: AnswerRun {
        private let run: any AnswerRun
        private let columns: [(text: Int, missing: Int)]

        init(_ run: any AnswerRun, _ schema: Schema) {
            self.run = run
            columns = schema.places.compactMap { place in
                if let text = place.text, let missing = place.code { (text, missing) } else { nil }
            }
        }

        func next() throws -> AnswerBlock? {
            guard var block = try run.next() else { return nil }
            for (text, missing) in columns {
                for row in 0..<block.count where block.texts[text * block.count + row] != .blank {
                    block.texts[text * block.count + row] = .blank
                    block.codes[missing * block.count + row] = MissingReason.withheld.rawValue
                }
            }
            return block
        }
    }
}
