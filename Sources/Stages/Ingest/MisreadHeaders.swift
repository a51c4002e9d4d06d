import WeirCore
import WeirFormats

/// Headers that are the questionnaire's once their letters are read in the encoding that they were written in.
struct MisreadHeaders {
    private let layout: Layout
    private let file: String

    init(_ layout: Layout, file: String) {
        self.layout = layout
        self.file = file
    }

    /// How the headers were misread, and the first of the columns that it hides; nil when the columns are missing for another
    /// reason.
    func diagnostic(of crosswalk: Crosswalk, _ codebook: Codebook) -> Diagnostic? {
        let names = layout.columns.indices.flatMap(layout.names)
        guard names.contains(where: { !Self.isPlain($0) }) else { return nil }
        let missing = Self.missing(of: crosswalk, layout, codebook)
        var best: (misreading: Misreading, layout: Layout, missing: Int)?
        for rereading in Rereading.all {
            guard let mended = layout.mended(by: rereading) else { continue }
            let left = Self.missing(of: crosswalk, mended, codebook)
            if left < best?.missing ?? missing { best = (rereading.misreading, mended, left) }
        }
        if let best { return diagnostic(best.misreading, layout.columns(that: best.layout)) }
        return layout.garbled.map { diagnostic($0, []) }
    }

    private func diagnostic(_ misreading: Misreading, _ columns: [Int]) -> Diagnostic {
        Diagnostic(
            .headerMojibake, at: Place(file: file, row: layout.firstRow, column: columns.first),
            label: misreading.words, count: max(columns.count, 1))
    }

    private static func isPlain(_ name: SourceColumn) -> Bool {
        name.question.utf8.allSatisfy { $0 < 0x80 } && name.part.utf8.allSatisfy { $0 < 0x80 }
    }

    /// How many of a crosswalk's columns a header lacks.
    private static func missing(of crosswalk: Crosswalk, _ layout: Layout, _ codebook: Codebook) -> Int {
        let index = ColumnIndex(layout)
        let fitted = CrosswalkFit(layout, index, codebook).fitted(crosswalk).crosswalk
        return fitted.columns.count { index.places(of: $0.source).isEmpty }
    }
}

extension Layout {
    /// The same with headers as they were written; nil when none becomes another.
    fileprivate func mended(by rereading: Rereading) -> Layout? {
        func mended(_ source: SourceColumn) -> SourceColumn {
            SourceColumn(
                question: rereading.mended(source.question) ?? source.question,
                part: rereading.mended(source.part) ?? source.part)
        }
        var layout = self
        layout.columns = columns.map(mended)
        layout.otherNames = otherNames.map { $0.map(mended) }
        return layout.columns == columns && layout.otherNames == otherNames ? nil : layout
    }

    /// The columns that have other names in another header.
    fileprivate func columns(that other: Layout) -> [Int] {
        columns.indices.filter { names(of: $0) != other.names(of: $0) }
    }
}
