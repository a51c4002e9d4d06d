/// The mentions so far, in order, none overlapping.
///
/// They are kept on two piles, those before the latest one and those behind it: every recogniser goes through the text
/// from its start, so that the next one is near, and a text takes no longer than its length.
struct Found {
    private let answer: Answer
    private var before: [Mention] = []
    /// The nearest is the last.
    private var behind: [Mention] = []

    init(_ answer: Answer) { self.answer = answer }

    /// All of them, in the order of the text.
    var mentions: [Mention] { behind.isEmpty ? before : before + behind.reversed() }

    /// Adds mentions.
    mutating func add(_ new: [Mention]) {
        for mention in new { add(mention) }
    }

    /// Adds a mention. Where it overlaps an earlier one, the earlier names the kind and both are masked.
    mutating func add(_ mention: Mention) {
        guard !isHelpline(mention) else { return }
        goTo(mention.range.lowerBound)
        var whole = mention
        while let old = behind.last, old.range.overlaps(whole.range) {
            whole = Self.joined(old, whole)
            behind.removeLast()
        }
        before.append(whole)
        take(mention.range)
    }

    /// Moves along until the piles part at a place.
    private mutating func goTo(_ place: Int) {
        while let last = before.last, last.range.upperBound > place { behind.append(before.removeLast()) }
        while let next = behind.last, next.range.upperBound <= place { before.append(behind.removeLast()) }
    }

    private static func joined(_ old: Mention, _ new: Mention) -> Mention {
        var whole = new
        let keepsOld = old.kind != .number && !(old.kind == .person || old.kind == .place) || new.kind == .number
        if keepsOld {
            whole.kind = old.kind
            whole.reason = old.reason
        }
        let start = min(old.range.lowerBound, new.range.lowerBound)
        whole.range = start..<max(old.range.upperBound, new.range.upperBound)
        return whole
    }

    /// A public helpline stays; `AA 123 BB` and `Calle 123` are none, though 123 is.
    private func isHelpline(_ mention: Mention) -> Bool {
        guard answer.words.tally.numbers > 0 else { return false }
        let words = answer.words.all[answer.word(from: mention.range.lowerBound)...]
            .prefix { Int($0.start) < mention.range.upperBound }
        guard words.contains(where: { $0.verdict == .allowed && !$0.isWord }) else { return false }
        let mayHaveLetters = [.plate, .address, .caseNumber, .phone, .organisation].contains(mention.kind)
        return !(mayHaveLetters && words.contains(where: \.isWord))
    }

    private func take(_ range: Range<Int>) {
        let words = answer.words.all
        var index = answer.word(from: range.lowerBound)
        if index > 0, words[index - 1].range.overlaps(range) { index -= 1 }
        while index < words.count, Int(words[index].start) < range.upperBound {
            answer.words.set(.taken, at: index)
            index += 1
        }
    }
}
