/// Looks at the words of an answer that no list knows: whether they may be words all the same.
struct Likenesses {
    let answer: Answer

    func find() {
        for index in answer.words.all.indices {
            let word = answer.words.all[index]
            guard word.isWord, word.count >= 3, word.classes.isEmpty, !word.isDisguised else { continue }
            let likeness = likeness(of: word)
            if likeness != .none { answer.words.liken(likeness, at: index) }
        }
    }

    /// The same letters are alike to the same: it is kept for the next time, because looking takes long.
    private func likeness(of word: Word) -> Word.Likeness {
        guard answer.text.isPlain(word.range) else { return look(at: word) }
        let place = answer.likenesses.place(of: word.key)
        if answer.likenesses.has(word.key, at: place) { return answer.likenesses[place] }
        let likeness = look(at: word)
        answer.likenesses.keep(likeness, of: word.key, at: place)
        return likeness
    }

    private func look(at word: Word) -> Word.Likeness {
        if Dictionaries.have(word.key) { return .foreign }
        return Spelling(answer: answer).isLikely(word) ? .slip : .none
    }
}
