public import WeirCore
import WeirFlow
import WeirFormats
import WeirIngest
public import WeirStudy

/// What a file is, told without any of its content: for whoever wonders whether weir can read it.
public struct FilePeek {
    /// The facts, each with its name.
    public private(set) var facts: [(name: String, text: String)] = []
    /// What was found; a refusal among it means that the file cannot be read.
    public private(set) var findings: [Diagnostic] = []
    private var sheet: String?
    private var languages = LanguageTally()
    private var counts = PeekCounts()

    /// Whether the file can be read as a table.
    public var isReadable: Bool { !findings.contains { $0.severity == .refusal } }

    /// Whose file it is: with that, it is said what became of every interview.
    public typealias Sender = (study: Study, rules: CountryRules)

    /// Looks at a file to its end.
    /// - Parameters:
    ///   - encoding: the encoding that somebody declares, instead of what is recognised.
    ///   - sender: the study and the country, when they are known.
    public init(path: String, encoding: TextEncoding? = nil, sender: Sender? = nil) {
        do { try look(path, encoding, sender) } catch let finding as Diagnostic {
            findings.append(finding.inSheet(sheet))
        } catch {
            findings.append(Diagnostic(.fileNoPermission, at: Place(file: path)))
        }
    }

    private mutating func look(_ path: String, _ encoding: TextEncoding?, _ sender: Sender?) throws {
        let hints = Self.hints(encoding, sender)
        let file = try TableFile(path: path, name: path, hints: hints)
        sheet = file.sheetName
        tell(file.format)
        var records = HeaderReader(file, file: path)
        let layout = try records.readLayout()
        tell(layout)
        languages.add(Array(layout.columns.map { "\($0.question) \($0.part)" }.joined(separator: "\n").utf8))
        layout.defect.map { findings.append($0.inSheet(sheet)) }
        let binding = bind(layout, path, hints, sender)
        let dispositions = binding.flatMap { binding in
            sender.map { DispositionReader($0.study, $0.rules, binding, delimiter: file.delimiter) }
        }
        defer {
            findings = file.findings + findings
            tellCounts(layout)
            if dispositions != nil { tellDispositions() }
        }
        let stage = PeekStage(
            file: path, delimiter: file.delimiter, encoding: file.encoding, dispositions: dispositions,
            mojibake: Mojibake(of: sender?.rules.language))
        var hidden = HiddenSignTally()
        hidden.add(records.header, delimiter: file.delimiter, firstRow: layout.firstRow, areHeaders: true)
        let trouble = try count(&records, stage)
        hidden.merge(counts.hidden)
        counts.hidden = hidden
        counts.columns = max(counts.columns, layout.columns.count)
        let misfits = sender.map { counts.findings.diagnostics(in: path, codebook: $0.study.codebook) } ?? []
        findings += (counts.defects + misfits).map { $0.inSheet(sheet) }
        if let trouble { throw trouble }
    }

    private static func hints(_ encoding: TextEncoding?, _ sender: Sender?) -> TableFile.Hints {
        guard let sender, let crosswalk = sender.study.crosswalks[sender.rules.country] else {
            return TableFile.Hints(encoding: encoding)
        }
        var hints = sender.rules.hints(crosswalk)
        hints.encoding = encoding ?? hints.encoding
        return hints
    }

    /// Finds the country's columns; when they are not there, it is said why.
    private mutating func bind(
        _ layout: Layout, _ path: String, _ hints: TableFile.Hints, _ sender: Sender?
    ) -> Binding? {
        guard let sender, layout.defect == nil, let crosswalk = sender.study.crosswalks[sender.rules.country] else {
            return nil
        }
        do { return try Assembly.bind(layout, of: path, crosswalk, sender.rules, sender.study).0 } catch {
            let found = (error as? Diagnostics)?.all ?? []
            findings += placed(found, path, hints).map { $0.inSheet(sheet) }
            return nil
        }
    }

    /// The findings about misread letters with the place of the first of them, unless the file is gone by now.
    private func placed(_ findings: [Diagnostic], _ path: String, _ hints: TableFile.Hints) -> [Diagnostic] {
        guard MisreadPlaces.areNeeded(for: findings), let file = try? TableFile(path: path, name: path, hints: hints)
        else { return findings }
        return MisreadPlaces(file).placed(findings)
    }

    /// Counts all that can be read.
    /// - Returns: why reading ended before the end.
    private mutating func count(_ records: inout HeaderReader, _ stage: PeekStage) throws -> (any Error)? {
        var trouble: (any Error)?
        var languages = languages
        counts = try Flow().run(
            stage,
            reading: {
                do {
                    let batch = try records.next()
                    if let batch { languages.add(batch.storage.bytes) }
                    return batch
                } catch {
                    trouble = error
                    return nil
                }
            }, emitting: { _ in }
        ).learnt
        self.languages = languages
        return trouble
    }

    private mutating func tell(_ name: String, _ text: String) { facts.append((name, text)) }

    private mutating func tell(_ format: TableFile.Format) {
        tell("format", format.kind)
        switch format.content {
        case .text(let encoding, let basis, let delimiter):
            tell("encoding", "\(encoding.rawValue), \(basis.rawValue)")
            tell("delimiter", delimiter.name)
        case .statistics(_, let encoding, let basis): tell("encoding", "\(encoding.rawValue), \(basis.rawValue)")
        case .sheet(_, let name, let count): tell("sheet", "\"\(name)\"" + (count > 1 ? " of \(count)" : ""))
        }
    }

    private mutating func tell(_ layout: Layout) {
        tell("header rows", "\(layout.headerRows)")
        tell("layout", layout.export.words)
        for sign in layout.signs { tell("sign", sign) }
        let interview = layout.interview.keys.sorted()
        if !interview.isEmpty { tell("interview", "\(interview.count) columns: \(Binder.letters(of: interview))") }
        tell("complete", layout.export.completion)
    }

    private mutating func tellDispositions() {
        for disposition in Disposition.allCases where counts.dispositions[disposition] > 0 {
            tell("disposition", "\(disposition.word) \(counts.dispositions[disposition])")
        }
    }

    private mutating func tellCounts(_ layout: Layout) {
        tell("rows", "\(counts.rows)" + (counts.blank > 0 ? ", and \(counts.blank) blank" : ""))
        let named = layout.columns.count { !$0.question.isEmpty }
        tell("columns", "\(counts.columns)" + (named < counts.columns ? ", \(named) with a header" : ""))
        if counts.garbled > 0 || layout.garbled != nil {
            tell(
                "mojibake",
                layout.garbled != nil ? "in the headers and \(counts.garbled) cells" : "\(counts.garbled) cells")
        }
        for words in counts.hidden.words { tell("hidden", words) }
        tell("languages", languages.names.isEmpty ? "not known" : languages.names.joined(separator: ", "))
    }
}
