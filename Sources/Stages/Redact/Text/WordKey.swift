/// A word as the lists know it: by its letters alone, and with its marks.
struct WordKey {
    /// The hash of the folded letters: `Bašić` and `basic` agree.
    var folded = WordHash()
    /// The hash of the letters with their marks: `Bašić` and `basic` differ, composed and decomposed agree.
    var exact = WordHash()

    /// Adds a folded letter and the mark that was taken off it.
    mutating func add(_ letter: UInt8, mark: UInt32) {
        let letter = WordHash.lower(letter)
        folded.add(letter)
        exact.add(letter)
        if mark != 0 { exact.add(mark: mark) }
    }
}
