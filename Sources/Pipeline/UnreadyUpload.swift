import WeirCore
import WeirFormats
import WeirIngest

/// Looks at an upload that is not ready, as far as it can be read, so that the accounts name its rows.
enum UnreadyUpload {
    /// Its format, and its layout when it has a header.
    static func recognised(
        in entry: Inbox.Entry, _ hints: TableFile.Hints, _ crosswalk: Crosswalk? = nil
    ) -> [String] {
        guard let file = try? TableFile(path: entry.path, name: entry.name, hints: hints) else { return [] }
        var records = HeaderReader(file, file: entry.name)
        return file.format.words + ((try? records.readLayout(of: crosswalk))?.recognised ?? [])
    }

    static func rows(of entry: Inbox.Entry, _ hints: TableFile.Hints, _ crosswalk: Crosswalk? = nil) -> Int {
        guard let file = try? TableFile(path: entry.path, name: entry.name, hints: hints) else { return 0 }
        var records = HeaderReader(file, file: entry.name)
        guard (try? records.readLayout(of: crosswalk)) != nil else { return 0 }
        let parser = RecordParser(delimiter: file.delimiter)
        var rows = 0
        while let storage = try? records.next()?.storage {
            _ = parser.withCursor(over: &storage.bytes, storage.ends) { records in
                while let (_, isBlank) = records.skip() { rows += isBlank ? 0 : 1 }
            }
        }
        return rows
    }
}
