import CLexicon

/// The built-in lists, in the order they are read: words before names.
enum Lists: CaseIterable {
    case englishCommon, english, englishRare, domain, foreignWords, grammar, cues, generic
    case countries, bodies, platforms, helplines, laws
    case givenNames, surnames, places, ambiguous

    static var all: [Lists] { allCases }

    /// An entry: a word, and what stands behind the tabulator.
    struct Line {
        var word: UnsafeBufferPointer<UInt8>
        var note: UnsafeBufferPointer<UInt8>
    }

    private var source: weir_list {
        switch self {
        case .englishCommon: weir_list_english_common
        case .english: weir_list_english
        case .englishRare: weir_list_english_rare
        case .domain: weir_list_domain
        case .foreignWords: weir_list_foreign_words
        case .grammar: weir_list_grammar
        case .cues: weir_list_cues
        case .generic: weir_list_generic
        case .countries: weir_list_countries
        case .bodies: weir_list_bodies
        case .platforms: weir_list_platforms
        case .helplines: weir_list_helplines
        case .laws: weir_list_laws
        case .givenNames: weir_list_given_names
        case .surnames: weir_list_surnames
        case .places: weir_list_places
        case .ambiguous: weir_list_ambiguous
        }
    }

    /// What the list says of an entry.
    func classes(of line: Line) -> WordClass {
        switch self {
        case .englishCommon: [.common, .english]
        case .english: .english
        case .englishRare: .rare
        case .domain: .domain
        case .foreignWords: .foreign
        case .generic: .generic
        case .countries, .bodies, .platforms: .allowed
        case .helplines: []
        case .laws: line.word.contains(32) ? .allowed : .law
        case .givenNames: .given
        case .surnames: .surname
        case .places: .place
        case .grammar, .cues, .ambiguous: spelled(line.note)
        }
    }

    /// Classes by name, several with blanks between.
    private func spelled(_ note: UnsafeBufferPointer<UInt8>) -> WordClass {
        note.split(separator: 32).reduce(into: WordClass()) { classes, word in
            if let known = WordClass.spelled[String(decoding: word, as: UTF8.self)] { classes.formUnion(known) }
        }
    }

    /// Goes through the entries; comments and blank lines left out.
    func forEachLine(_ body: (Line) -> Void) {
        let text = UnsafeBufferPointer(start: weir_list_bytes(source), count: weir_list_count(source))
        var start = 0
        while start < text.count {
            var end = start
            var tab = -1
            while end < text.count, text[end] != 10 {
                if text[end] == 9, tab < 0 { tab = end }
                end += 1
            }
            if end > start, text[start] != UInt8(ascii: "#") {
                let stop = tab < 0 ? end : tab
                body(
                    Line(
                        word: UnsafeBufferPointer(rebasing: text[start..<stop]),
                        note: UnsafeBufferPointer(rebasing: text[min(stop + 1, end)..<end])))
            }
            start = end + 1
        }
    }
}
