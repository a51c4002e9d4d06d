/// Names of accounts that only points hold together, behind a word for a platform or an account:
/// `instagram of ours is sigurno.dijete.zavidovici`.
enum DottedAccount: Recogniser {
    static let patterns = [#"[a-z0-9]\.[a-z]"#]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool { signs.hasDottedWord }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        let start = Run.start(of: "_.", before: candidate.lowerBound, answer.bytes)
        let end = Run.end(of: "_.", from: candidate.upperBound, answer.bytes, limit: 60)
        guard end - start >= 8, isBehindPlatform(start, answer) else { return nil }
        let words = answer.words.all[answer.word(from: start)...].prefix { Int($0.end) <= end }
        return words.contains(where: isOrdinary) ? nil : Mention(.handle, start..<end, .cue)
    }

    /// `on Facebook we post.Then`: a sentence without its blank.
    private static func isOrdinary(_ word: Word) -> Bool {
        word.classes.has([.function, .abbreviation])
            || word.classes.has([.common, .english]) && !word.classes.has(.names)
    }

    private static func isBehindPlatform(_ place: Int, _ answer: Answer) -> Bool {
        let last = answer.word(from: place)
        return answer.words.all[max(0, last - 6)..<last].contains(where: platforms.contains)
    }

    private static let platforms = WordSet(
        "facebook fb instagram insta ig tiktok tik telegram messenger twitter snapchat youtube account user username profile perfil cuenta usuario llogaria nalog profil cont pagina"
    )
}
