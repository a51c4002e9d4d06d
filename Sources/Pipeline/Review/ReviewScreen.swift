import WeirCore
import WeirState

/// Draws the desk: lines of text for a terminal of any size from 60 × 14 on.
struct ReviewScreen {
    static let smallest = (columns: 60, rows: 14)
    let title: String
    let columns: Int
    let rows: Int

    /// Lines that are not the answer's.
    private static let fixedLines = 10

    /// The lines of the screen. Tells the desk what of the answer was on it.
    func lines(of desk: inout ReviewDesk) -> [ScreenLine] {
        guard columns >= Self.smallest.columns, rows >= Self.smallest.rows else {
            return [line("Make the window larger: \(Self.smallest.columns) × \(Self.smallest.rows) at least. q quits.")]
        }
        guard let item = desk.item, let draft = desk.draft else { return [header(desk)] + ending(desk) }
        let (text, focus) = body(desk, draft)
        let all = text.lines(columns: columns)
        let visible = rows - Self.fixedLines
        let focused = focus.map { focus in all.firstIndex { $0.endIndex > focus } ?? all.count - 1 }
        desk.didLayOut(lines: all.count, visible: visible, keeping: focused)
        let shown = all[desk.scroll..<min(all.count, desk.scroll + visible)]
        return [header(desk)] + about(item) + [rule(above: desk.scroll)]
            + shown.map { ScreenLine($0, columns: columns) }
            + Array(repeating: ScreenLine(""), count: visible - shown.count)
            + [rule(below: all.count - desk.scroll - shown.count)] + state(item, draft, desk) + keys(desk)
            + [line(prompt(desk), .bold)]
    }

    private func line(_ text: String, _ emphasis: Emphasis = .none) -> ScreenLine {
        ScreenLine(ShownText.cut(text, to: columns), emphasis)
    }

    private func header(_ desk: ReviewDesk) -> ScreenLine {
        line("\(title): done \(desk.done), left \(desk.left), \(desk.minutes) min · \(desk.reviewer)", .bold)
    }

    private func about(_ item: ReviewDesk.Item) -> [ScreenLine] {
        let place = item.answer.place
        let column = place.column.map(Place.letters(ofColumn:)) ?? ""
        let more = item.answer.count > 1 ? ", the same in \(item.answer.count) interviews" : ""
        return [
            line("\(place.file), row \(place.row ?? 0), column \(column)\(more)"),
            line("\(item.answer.country) · \(item.answer.variable): \(item.answer.question)"),
        ]
    }

    private func rule(above count: Int) -> ScreenLine { rule(count, "above") }
    private func rule(below count: Int) -> ScreenLine { rule(count, "below") }

    private func rule(_ count: Int, _ where: String) -> ScreenLine {
        let note = count > 0 ? " \(count) more \(count == 1 ? "line" : "lines") \(`where`) " : ""
        return ScreenLine("──" + note + String(repeating: "─", count: columns - 2 - note.count))
    }

    // MARK: The answer

    /// The answer's glyphs, and the one that must be seen.
    private func body(_ desk: ReviewDesk, _ draft: ReviewDraft) -> (Glyphs, Int?) {
        switch desk.mode {
        case .editing(let editor), .asking(.approveWording(let editor)): return edited(editor)
        case .words(let cursor), .asking(.addWord(_, let cursor)): return marked(draft, cursor: draft.words[cursor])
        case .reading: return marked(draft, cursor: nil)
        }
    }

    /// The answer with every mask named before the words it hides, words that could be names underlined, and the chosen word
    /// between `>` and `<`.
    private func marked(_ draft: ReviewDraft, cursor: Range<Int>?) -> (Glyphs, Int?) {
        var glyphs = Glyphs()
        var focus: Int?
        let starts = Dictionary(draft.marks.map { ($0.mask.start, $0.mask) }) { first, _ in first }
        let suspicious = Set(draft.suspicious.flatMap(\.self))
        var end: Int?
        for (place, scalar) in draft.text.enumerated() {
            if place == cursor?.upperBound { glyphs.append(word: "<", .bold) }
            if place == end { glyphs.append(word: "]", .reverse); end = nil }
            if let mask = starts[place] {
                glyphs.append(word: "\(mask.word.dropLast()): ", .reverse)
                end = mask.end
            }
            if place == cursor?.lowerBound {
                focus = glyphs.all.count
                glyphs.append(word: ">", .bold)
            }
            let isChosen = cursor?.contains(place) == true
            let standing: Emphasis = suspicious.contains(place) ? .underline : .none
            glyphs.append(scalar, end != nil ? .reverse : isChosen ? .bold : standing)
        }
        if cursor?.upperBound == draft.text.count { glyphs.append(word: "<", .bold) }
        if end != nil { glyphs.append(word: "]", .reverse) }
        return (glyphs, focus)
    }

    private func edited(_ editor: LineEditor) -> (Glyphs, Int?) {
        var glyphs = Glyphs()
        var focus = 0
        for (place, character) in (editor.characters + [" "]).enumerated() {
            if place == editor.cursor { focus = glyphs.all.count }
            for scalar in character.unicodeScalars { glyphs.append(scalar, place == editor.cursor ? .reverse : .none) }
        }
        return (glyphs, focus)
    }

    // MARK: The lower lines

    private func state(_ item: ReviewDesk.Item, _ draft: ReviewDraft, _ desk: ReviewDesk) -> [ScreenLine] {
        let masks = draft.doubt.map { "the machine withholds it: \($0)" } ?? draft.kinds
        let earlier = item.decision.map { " · decided: \(Self.word($0.verdict)) by \($0.reviewer)" } ?? ""
        return [
            line("masked: \(masks.isEmpty ? "nothing" : masks)\(Self.suspicion(draft.suspicious.count))"),
            line("attribution: \(draft.attribution.shown)\(earlier)"),
        ]
    }

    /// Said in words too: not every terminal underlines.
    private static func suspicion(_ count: Int) -> String {
        switch count {
        case 0: ""
        case 1: " · underlined: 1 word that could be a name"
        default: " · underlined: \(count) words that could be names"
        }
    }

    private static func word(_ verdict: Decision.Verdict) -> String {
        switch verdict {
        case .masked: "approved"
        case .edited: "worded anew"
        case .withheld: "withheld"
        }
    }

    private func keys(_ desk: ReviewDesk) -> [ScreenLine] {
        switch desk.mode {
        case .reading:
            [
                line("a approve  w withhold  e edit  m mask words  l study's word"),
                line("t attribution  s skip  b back  ↑↓ scroll  q quit"),
            ]
        case .words:
            [line("←→ move  space masks or unmasks"), line("l add to the study's words  Enter done")]
        case .editing: [line("write what may be used of the answer"), line("Enter approves it  Esc leaves it")]
        case .asking: [line(""), line("y yes  n no")]
        }
    }

    private func prompt(_ desk: ReviewDesk) -> String {
        switch desk.mode {
        case .asking(.addWord(let word, _)): "Add \"\(word)\" to the study's words, for all answers?"
        case .asking(.approveWording): "The machine would still mask something in it. Approve it as it is?"
        default: desk.message
        }
    }

    private func ending(_ desk: ReviewDesk) -> [ScreenLine] {
        let words = desk.left == 0 ? "Every answer is decided." : "That was the last one; \(desk.left) were skipped."
        return [ScreenLine(""), line(words), line("b back  q quit"), ScreenLine(""), line(desk.message, .bold)]
    }
}
