import Foundation
import WeirCore
import WeirKeys
import WeirState

/// One reviewer's sitting as a state machine: keys in, decisions out. It knows no terminal, no ledger and no clock.
struct ReviewDesk {
    /// An answer in the sitting.
    struct Item {
        var answer: OpenAnswer
        /// What was decided about it, in this sitting or before.
        var decision: Decision?
        /// How long it has been looked at, in seconds.
        var seconds = 0.0
    }

    /// What follows from a key.
    enum Effect: Equatable {
        case note(Decision, on: OpenAnswer)
        case addWord(String)
        case quit
    }

    /// What the keys mean at the moment.
    enum Mode: Equatable {
        case reading
        /// Moving between words.
        case words(cursor: Int)
        case editing(LineEditor)
        case asking(Question)
    }

    /// What is asked before something that lasts.
    enum Question: Equatable {
        case addWord(String, cursor: Int)
        /// The machine would mask something in the reviewer's wording.
        case approveWording(LineEditor)
    }

    private(set) var items: [Item]
    private(set) var place = 0
    private(set) var draft: ReviewDraft?
    private(set) var mode = Mode.reading
    /// What the last key came to, in a sentence.
    private(set) var message = ""
    /// The first line of the answer that is shown.
    private(set) var scroll = 0
    /// How many lines a page has, and how many of the answer's lines were on the screen without a gap.
    private var page = 1
    private var seenLines = 0
    private var isSeenToEnd = false
    private var safeWords: Set<String>
    private var lastKey: Date
    private let mark: (String, OpenAnswer) -> Marking
    let reviewer: String
    /// Answers decided in earlier sittings, and their time.
    let doneBefore: Int
    let secondsBefore: Double

    /// Longer than this nobody looks at an answer: the reviewer went away.
    private static let longestLook = 120.0

    init(
        answers: [(OpenAnswer, Decision?)], doneBefore: Int = 0, secondsBefore: Double = 0, reviewer: String,
        safeWords: Set<String> = [], start: Date, mark: @escaping (String, OpenAnswer) -> Marking
    ) {
        items = answers.map { Item(answer: $0.0, decision: $0.1) }
        self.doneBefore = doneBefore
        self.secondsBefore = secondsBefore
        self.reviewer = reviewer
        self.safeWords = safeWords
        self.mark = mark
        lastKey = start
        show(0)
    }

    /// The answer on the desk; nil behind the last one.
    var item: Item? { place < items.count ? items[place] : nil }

    /// Answers decided in this sitting.
    private var decidedNow: Set<Int> = []
    var done: Int { doneBefore + decidedNow.count }
    var left: Int { items.count - decidedNow.count }
    var minutes: Int { Int((secondsBefore + items.reduce(0) { $0 + $1.seconds }) / 60) }

    private mutating func show(_ place: Int) {
        self.place = max(0, min(place, items.count))
        var draft = item.map { ReviewDraft($0.answer.text, mark($0.answer.text, $0.answer), safe: safeWords) }
        draft?.attribution = item?.decision?.attribution ?? .none
        self.draft = draft
        mode = .reading
        scroll = 0
        seenLines = 0
        isSeenToEnd = false
    }

    // MARK: Keys

    /// Works a key in.
    mutating func press(_ key: Key, at now: Date) -> [Effect] {
        count(now)
        message = ""
        if key == .interrupt { return [.quit] }
        switch mode {
        case .reading: return read(key, now)
        case .words(let cursor): return choose(key, cursor)
        case .editing(let editor): return edit(key, editor, now)
        case .asking(let question): return answer(key, question, now)
        }
    }

    private mutating func count(_ now: Date) {
        if place < items.count { items[place].seconds += max(0, min(now.timeIntervalSince(lastKey), Self.longestLook)) }
        lastKey = now
    }

    private mutating func read(_ key: Key, _ now: Date) -> [Effect] {
        switch key {
        case .character("q"): return [.quit]
        case .character("b"): goBack()
        case .up: scroll = max(0, scroll - 1)
        case .down: scroll += 1
        case .pageUp: scroll = max(0, scroll - page)
        case .pageDown, .character(" "): scroll += page
        default:
            guard let draft else { break }
            return read(key, draft, now)
        }
        return []
    }

    private mutating func read(_ key: Key, _ draft: ReviewDraft, _ now: Date) -> [Effect] {
        switch key {
        case .character("a"): return approve(draft, now)
        case .character("w"): return decide(.withheld, now)
        case .character("s"): show(place + 1)
        case .character("e"): mode = .editing(LineEditor(draft.doubt == nil ? draft.wording : ""))
        case .character("m"):
            if draft.words.isEmpty { message = "There is no word to mask." } else { mode = .words(cursor: 0) }
        case .character("l"): lookForUnlisted(draft)
        case .character("t"): self.draft?.attribution = draft.attribution.next
        default: message = "This key does nothing here."
        }
        return []
    }

    private mutating func goBack() {
        guard place > 0 else { return message = "This is the first answer." }
        show(place - 1)
    }

    private mutating func approve(_ draft: ReviewDraft, _ now: Date) -> [Effect] {
        if let doubt = draft.doubt {
            message = "The machine withholds it: \(doubt). w withholds, e words it anew, m masks by hand."
            return []
        }
        guard isSeenToEnd else {
            message = "Not all of it was on the screen yet. Read to the end first: ↓"
            return []
        }
        return decide(.masked(draft.masks), now)
    }

    private mutating func decide(_ verdict: Decision.Verdict, _ now: Date) -> [Effect] {
        guard let item, let draft else { return [] }
        let decision = Decision(
            verdict, attribution: verdict == .withheld ? .none : draft.attribution, reviewer: reviewer, decided: now,
            seconds: item.seconds)
        items[place].decision = decision
        decidedNow.insert(place)
        show(place + 1)
        return [.note(decision, on: item.answer)]
    }

    // MARK: Words

    private mutating func choose(_ key: Key, _ cursor: Int) -> [Effect] {
        guard let draft else { return [] }
        switch key {
        case .left, .up: mode = .words(cursor: max(0, cursor - 1))
        case .right, .down: mode = .words(cursor: min(draft.words.count - 1, cursor + 1))
        case .home: mode = .words(cursor: 0)
        case .end: mode = .words(cursor: draft.words.count - 1)
        case .character(" "): self.draft?.toggle(cursor)
        case .character("l"): askAboutWord(cursor, draft)
        case .enter, .escape, .character("m"): mode = .reading
        default: message = "←→ move, space masks or unmasks, l adds to the study's words, Enter is done."
        }
        return []
    }

    private mutating func lookForUnlisted(_ draft: ReviewDraft) {
        guard let word = draft.firstUnlisted else {
            message = "No word here is masked for being in no list. m unmasks a word in this answer only."
            return
        }
        mode = .words(cursor: word)
        askAboutWord(word, draft)
    }

    /// Only a word that no list knows can become the study's: a name from the lists is judged in each answer anew.
    private mutating func askAboutWord(_ cursor: Int, _ draft: ReviewDraft) {
        let word = TextFolding.folded(draft.word(cursor))
        guard draft.mark(over: cursor)?.unlisted.contains(word) == true, SafeWords.isOneWord(word) else {
            message = "Only a word masked for being in no list can be added. Space unmasks it in this answer."
            return
        }
        mode = .asking(.addWord(word, cursor: cursor))
    }

    // MARK: Editing

    private mutating func edit(_ key: Key, _ editor: LineEditor, _ now: Date) -> [Effect] {
        switch key {
        case .escape:
            mode = .reading
            scroll = 0
        case .enter: return finish(editor, now)
        default:
            var editor = editor
            editor.press(key)
            mode = .editing(editor)
        }
        return []
    }

    private mutating func finish(_ editor: LineEditor, _ now: Date) -> [Effect] {
        guard let item, !editor.text.allSatisfy(\.isWhitespace) else {
            message = "Nothing is left of it. Esc goes back; w there withholds the answer."
            return []
        }
        let marking = mark(editor.text, item.answer)
        let draft = ReviewDraft(editor.text, marking, safe: safeWords)
        guard draft.marks.isEmpty, marking.doubt == nil else {
            mode = .asking(.approveWording(editor))
            return []
        }
        return decide(.edited(editor.text), now)
    }

    // MARK: Questions

    private mutating func answer(_ key: Key, _ question: Question, _ now: Date) -> [Effect] {
        switch (question, key) {
        case (.addWord(let word, let cursor), .character("y")):
            safeWords.insert(word)
            draft?.dropSafe(safeWords)
            mode = .words(cursor: cursor)
            message = "Added to the study's words."
            return [.addWord(word)]
        case (.approveWording(let editor), .character("y")): return decide(.edited(editor.text), now)
        case (.addWord(_, let cursor), .character("n")), (.addWord(_, let cursor), .escape):
            mode = .words(cursor: cursor)
        case (.approveWording(let editor), .character("n")), (.approveWording(let editor), .escape):
            mode = .editing(editor)
        default: break
        }
        return []
    }

    // MARK: What was on the screen

    /// Told when the answer was laid out: as many lines as there are, as many as fit, and the line that must be seen.
    mutating func didLayOut(lines: Int, visible: Int, keeping line: Int?) {
        if let line { scroll = min(line, max(scroll, line - visible + 1)) }
        scroll = max(0, min(scroll, lines - visible))
        page = max(1, visible - 1)
        // The editor shows the masked wording, not the answer.
        if case .editing = mode { return }
        if scroll <= seenLines { seenLines = max(seenLines, scroll + visible) }
        isSeenToEnd = seenLines >= lines
    }
}

extension Decision.Attribution {
    /// The next finer one, and from the finest the coarsest.
    fileprivate var next: Self {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]  // safe: it is one of them
    }

    /// What may be said, as the screen shows it.
    var shown: String {
        switch self {
        case .none: "none"
        case .role: "\"a worker\""
        case .country: "\"a worker\" and the country"
        }
    }
}
