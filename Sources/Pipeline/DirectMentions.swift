import WeirCore
import WeirRedact

/// Counts the open answers that name people or give numbers. People's decisions and the study's own words play no part
/// here: the partner sees what is in her file.
///
/// Unchecked Sendable: the flow hands it one batch at a time, and it is asked when all have come.
final class DirectMentions: @unchecked Sendable {
    private var tally = CellTally()
    private var last = (row: 0, column: -1)
    private static let direct = Set(
        RedactStage.words.kinds.enumerated().filter { MentionKind(rawValue: $1)?.isDirect == true }.map(\.offset))

    func look(at batch: Batch<Harmonised>) {
        let storage = batch.storage
        for mention in storage.mentions where Self.direct.contains(Int(mention.kind)) {
            let row = Int(storage.sourceRows[mention.row])
            // An answer with two names is one answer.
            guard last != (row, mention.column) else { continue }
            last = (row, mention.column)
            tally.add(row: row, column: mention.column)
        }
    }

    func findings(in file: String) -> [Diagnostic] { tally.findings(.answerIdentifies, in: file) }
}
