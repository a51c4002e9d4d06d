public import WeirCore

/// A finding in words: what is wrong, what was expected, what to do. `%` stands for wording of the instrument or of
/// the study's files, never for a respondent's.
struct Message {
    var what: String
    var expected: String
    var remedy: String

    init(_ what: String, expected: String, remedy: String) {
        self.what = what
        self.expected = expected
        self.remedy = remedy
    }

    func filled(with label: String) -> Message {
        func fill(_ text: String) -> String {
            // Brackets around nothing are left out.
            label.isEmpty && text.hasSuffix(" (%)")
                ? String(text.dropLast(4))
                : text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: label)
        }
        return Message(fill(what), expected: fill(expected), remedy: fill(remedy))
    }
}

/// Findings as text.
public enum FindingText {
    /// One finding over three lines, with its place and its count.
    public static func text(_ diagnostic: Diagnostic) -> String {
        var message = Messages.message(for: diagnostic)
        message.what += count(diagnostic)
        return text(diagnostic, message)
    }

    private static func text(_ diagnostic: Diagnostic, _ message: Message) -> String {
        """
        \(place(diagnostic)) \(message.what) [\(diagnostic.code.rawValue)]
            expected: \(message.expected)
            to do:    \(message.remedy)
        """
    }

    /// One finding as it stands through the nights: how often it was there the last time, and what it is about, though no
    /// row is known any more.
    public static func text(standing diagnostic: Diagnostic) -> String {
        var message = Messages.message(for: diagnostic)
        let label = diagnostic.label
        if !label.isEmpty, !message.what.contains(label) { message.what += ": \(label)" }
        if diagnostic.count > 1 { message.what += " (\(diagnostic.count) times)" }
        return text(diagnostic, message)
    }

    /// The parts of a finding, for pages.
    static func parts(_ diagnostic: Diagnostic) -> (place: String, what: String, expected: String, remedy: String) {
        let message = Messages.message(for: diagnostic)
        return (place(diagnostic), message.what + count(diagnostic), message.expected, message.remedy)
    }

    private static func place(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.place
        // Tables have rows and lettered columns; pipeline.yaml has lines and characters.
        let isText = place.file.hasSuffix(".yaml")
        var parts = [place.file]
        if let sheet = place.sheet { parts.append("sheet \"\(sheet)\"") }
        if let row = place.row { parts.append("\(isText ? "line" : "row") \(row)") }
        if let column = place.column {
            parts.append(isText ? "character \(column + 1)" : "column \(Place.letters(ofColumn: column))")
        }
        if let byte = place.byte { parts.append("byte \(byte)") }
        return parts.joined(separator: ", ") + ":"
    }

    private static func count(_ diagnostic: Diagnostic) -> String {
        guard diagnostic.count > 1, !diagnostic.firstRows.isEmpty else { return "" }
        let rows = diagnostic.firstRows.map(String.init).joined(separator: ", ")
        let more = diagnostic.count > diagnostic.firstRows.count ? " …" : ""
        return " (\(diagnostic.count) times, rows \(rows)\(more))"
    }
}
