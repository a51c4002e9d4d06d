/// Looks at the words of an answer that no list knows: whether they may be words all the same.
struct Likenesses {
    let answer: Answer

    func find() {
        let spelling = Spelling(answer: answer)
        for index in answer.words.all.indices {
            let word = answer.words.all[index]
            guard word.isWord, word.count >= 3, word.classes.isEmpty, !word.isDisguised else { continue }
            if Dictionaries.have(word.key) {
                answer.words.liken(.foreign, at: index)
            } else if spelling.isLikely(word) {
                answer.words.liken(.slip, at: index)
            }
        }
    }
}
