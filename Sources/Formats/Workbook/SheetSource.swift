import WeirCore

/// Reads a sheet's part and holds its rows as text.
protocol SheetHandler: XMLHandler {
    var sheet: SheetText { get set }
    /// Cells whose program never computed them.
    var formulasWithoutValue: Int { get }
}

/// One sheet of a workbook as delimited text.
final class SheetSource: ByteSource {
    private let handler: any SheetHandler
    private let reader: XMLReader
    private let archive: ZipArchive
    private var text: [UInt8] = []
    private var given = 0
    private var isAtEnd = false

    /// About how much text is made at once.
    static let block = 1 << 20

    init(_ part: any ByteSource, _ handler: any SheetHandler, of archive: ZipArchive, file: String) {
        self.handler = handler
        self.archive = archive
        reader = XMLReader(AheadSource(part), handler, file: file)
    }

    /// How many formulas had no value so far.
    var formulasWithoutValue: Int { handler.formulasWithoutValue }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        while given == text.count {
            guard !isAtEnd else { return 0 }
            text.removeAll(keepingCapacity: true)
            given = 0
            do { isAtEnd = try !reader.advance() } catch {
                // Whole rows in front of a defect are handed over; asked again, the defect is told again.
                guard !handler.sheet.output.isEmpty else { throw error }
            }
            swap(&text, &handler.sheet.output)
            if isAtEnd { try archive.checkUnchanged() }
        }
        let count = min(output.count, text.count - given)
        text.withUnsafeBytes { output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
        given += count
        return count
    }
}
