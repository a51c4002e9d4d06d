import WeirCore
import WeirFormats
import WeirIngest

/// Looks at an upload that is not ready, as far as it can be read, so that the accounts name its rows.
enum UnreadyUpload {
    /// Its format, and its layout when it has a header.
    static func recognised(in entry: Inbox.Entry, _ hints: TableFile.Hints) -> [String] {
        guard let file = try? TableFile(path: entry.path, name: entry.name, hints: hints) else { return [] }
        var records = HeaderReader(file, file: entry.name)
        return file.format.words + ((try? records.readLayout())?.signs ?? [])
    }

    static func rows(of entry: Inbox.Entry, _ hints: TableFile.Hints) -> Int {
        guard let file = try? TableFile(path: entry.path, name: entry.name, hints: hints) else { return 0 }
        var records = HeaderReader(file, file: entry.name)
        guard (try? records.readLayout()) != nil else { return 0 }
        let parser = RecordParser(delimiter: file.delimiter)
        var rows = 0
        while let batch = try? records.next() {
            rows += parser.texts(in: batch.storage.bytes).count { !$0.allSatisfy(\.isEmpty) }
        }
        return rows
    }
}
