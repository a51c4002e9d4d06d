import Testing

@testable import WeirRedact

/// What a word may be that no list knows.
struct LikenessTests {
    @Test(arguments: [
        "thier", "recieve", "enthusiatic", "methodologys", "inthe", "hadmoved", "quikly", "agian", "hte",
        "unprofessionalism", "institutionality",
    ])
    func aSlipOfTheKeyboardIsLikeAWord(word: String) {
        #expect(Self.likeness(of: word) == .slip || Self.isListed(word))
    }

    @Test(arguments: ["kafana", "zadruga", "šalter", "mămăliga", "sombra", "catálogo", "uputnica"])
    func aWordOfADictionaryIsLikeAWord(word: String) {
        #expect(Self.likeness(of: word) == .foreign || Self.isListed(word))
    }

    /// Names are in no dictionary here: not those of the lists, and of invented ones hardly any by chance.
    @Test(arguments: [
        "Hoxhaj", "Munteanu", "Quispe", "Šehić", "Vrapolli", "Zhegrani", "Tlaxcuapan", "Xhevdije", "Brnjičević",
    ])
    func aNameIsLikeNothing(name: String) {
        #expect(Self.likeness(of: name) == .none)
    }

    @Test
    func lettersThatOnlyLookLatinAreLikeNothing() {
        #expect(Self.likeness(of: "kаfana") == .none)
    }

    private static func read(_ text: String) -> Answer {
        let answer = Answer(lexicon: .builtIn)
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBufferPointer { _ = answer.text.fold(UnsafeBufferPointer($0)) }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        Likenesses(answer: answer).find()
        return answer
    }

    private static func likeness(of word: String) -> Word.Likeness { read(word).words.all[0].likeness }
    private static func isListed(_ word: String) -> Bool { !read(word).words.all[0].classes.isEmpty }
}
