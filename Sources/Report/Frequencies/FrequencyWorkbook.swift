import WeirFormats

extension FrequencyTables {
    /// The tables as a workbook of one sheet.
    public var workbook: [UInt8] {
        var stream = WorkbookStream()
        stream.begin(sheet: "tables", widths: [60] + columnNames.flatMap { _ in [9, 9, 9] })
        let mark = isDemonstration ? "Demonstration with the public sample keys. " : ""
        let kind = k == nil ? "Internal data set" : "Release"
        let first = "\(mark)\(title), \(kind.lowercased()) \(dataset). \(Self.sentence)"
        stream.append(WorkbookCell.row([WorkbookCell.text(first, .bold)]))
        stream.append(WorkbookCell.row([WorkbookCell.text(notes)]))
        for question in shown { stream.append(rows(of: question)) }
        stream.finish()
        return stream.take()
    }

    private func rows(of shown: ShownQuestion) -> [UInt8] {
        let question = shown.question
        let asked = question.universe.isEmpty ? "" : " Asked when \(question.universe)."
        let heads = zip(columnNames, columnRows).flatMap { name, rows in
            [WorkbookCell.text("\(name) (\(rows))", .bold), WorkbookCell.blank, WorkbookCell.blank]
        }
        let units =
            question.sums != nil
            ? ["n", "mean", ""] : question.isMultiple ? ["n", "% resp.", "% answers"] : ["n", "%", ""]
        let cells = columnNames.flatMap { _ in units.map { $0.isEmpty ? WorkbookCell.blank : WorkbookCell.text($0) } }
        var bytes = WorkbookCell.row([])
        bytes += WorkbookCell.row([WorkbookCell.text("\(question.name): \(question.text)", .bold)])
        bytes += WorkbookCell.row([WorkbookCell.text(Self.sentence + asked)] + heads)
        bytes += WorkbookCell.row([WorkbookCell.blank] + cells)
        for line in shown.lines {
            bytes += WorkbookCell.row(
                [WorkbookCell.text(line.label)] + line.cells.flatMap(line.kind == .mean ? Self.mean : Self.cells))
        }
        return bytes
    }

    /// A mean stands behind the place of a count.
    private static func mean(_ cell: ShownQuestion.Cell) -> [[UInt8]] {
        let mean = cell.mean.map { WorkbookCell.number(text(tenths: $0), .oneDecimal) } ?? WorkbookCell.blank
        return [WorkbookCell.blank, cell.isMasked ? WorkbookCell.text("–") : mean, WorkbookCell.blank]
    }

    private static func cells(_ cell: ShownQuestion.Cell) -> [[UInt8]] {
        let first =
            cell.isMasked
            ? WorkbookCell.text("–")
            : cell.count.map { WorkbookCell.number(String($0)) } ?? WorkbookCell.blank
        return [first]
            + [cell.share, cell.shareOfAnswers].map { share in
                share.map { WorkbookCell.number(text(tenths: $0), .oneDecimal) } ?? WorkbookCell.blank
            }
    }
}
