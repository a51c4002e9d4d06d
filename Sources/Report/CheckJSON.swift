import Foundation
import WeirCore

extension CheckReport {
    /// The report for programs: codes that stay as they are, beside the words of the report's language.
    /// - Throws: nothing that a report can bring about.
    public func json() throws -> [UInt8] {
        let sentences = CheckSentences(self)
        let content = Content(
            ready: todo == 0, todo: todo, study: study, language: language.rawValue,
            wordingReviewed: sentences.wording.isReviewed, files: uploads.map { Content.File($0, sentences) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return Array(try encoder.encode(content)) + [10]
    }

    fileprivate struct Content: Encodable {
        struct File: Encodable {
            var file, country: String
            var ready, usable: Bool
            var sha256, verdict: String?
            var interviews: [String: Int?]?
            var columns: [String: Int]?
            var unread: Bool?
            var unreadRows, unreadFrom: Int?
            var todo, state, notes, identifying, quality: [Finding]
            var measures: [Measure]
        }

        struct Measure: Encodable {
            var code, name, value: String
            var count, base: Int?
            var column, header: String?
        }

        struct Finding: Encodable {
            var code, what, expected, remedy: String
            var refuses: Bool
            var column, header, variable, kind: String?
            var nearest: [String]?
            var offered: String?
            var count: Int?
            var rows: [Int]
            var byte: Int?
        }

        var ready: Bool
        var todo: Int
        var study, language: String
        var wordingReviewed: Bool
        var files: [File]
    }
}

extension CheckReport.Content.File {
    fileprivate init(_ upload: CheckedUpload, _ sentences: CheckSentences) {
        self.init(
            file: upload.file, country: upload.country.letters, ready: upload.isReady, usable: upload.isUsable,
            sha256: upload.digest, verdict: upload.verdict, interviews: upload.rows.map { MaskedInterviews($0).byWord },
            columns: upload.columns.map { ["fine": $0.fine, "all": $0.all] },
            unread: upload.isUnread ? true : nil,
            unreadRows: upload.unreadRows == 0 ? nil : upload.unreadRows, unreadFrom: upload.unreadFrom,
            todo: upload.todo.map { .init($0, sentences) }, state: upload.stateItems.map { .init($0, sentences) },
            notes: upload.notes.map { .init($0, sentences) },
            identifying: upload.identifying.map { .init($0, sentences) },
            quality: upload.qualityNotes.map { .init($0, sentences) },
            measures: sentences.measures(upload).map {
                .init(
                    code: $0.code, name: $0.name, value: $0.value, count: $0.count, base: $0.base,
                    column: $0.column.isEmpty ? nil : $0.column,
                    header: $0.header.isEmpty ? nil : $0.header)
            })
    }
}

extension CheckReport.Content.Finding {
    fileprivate init(_ item: CheckedUpload.Item, _ sentences: CheckSentences) {
        let words = sentences.item(item)
        self.init(
            code: words.code, what: words.what, expected: words.expected, remedy: words.remedy,
            refuses: item.severity == .refusal, column: words.column.isEmpty ? nil : words.column,
            header: words.header.isEmpty ? nil : words.header, variable: item.variable.isEmpty ? nil : item.variable,
            kind: item.code.isOnPartnersSide ? item.label : nil, nearest: item.nearest.isEmpty ? nil : item.nearest,
            offered: item.offered.isEmpty ? nil : item.offered, count: item.isCounted ? item.count : nil,
            rows: item.rows, byte: item.byte)
    }
}
