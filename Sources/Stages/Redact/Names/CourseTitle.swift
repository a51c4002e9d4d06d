/// What a course, a game or a leaflet is called, in quotation marks: `the module "Rose, Thorn and Bud"`, `the course was
/// called "Rutas" or "Puentes"`. A person's full name in them stays one.
struct CourseTitle {
    let answer: Answer

    /// Lets the words of such titles pass.
    func grant() {
        let words = answer.words.all
        var first = 0
        var isListed = false
        while first < words.count {
            guard words[first].gap.contains(.quote), let last = closing(from: first) else {
                isListed = isListed && Self.links.contains(words[first])
                first += 1
                continue
            }
            isListed = isListed || isIntroduced(first)
            if isListed, !isFullName(first...last) {
                for index in first...last where words[index].isWord && !words[index].isDisguised && words[index].verdict == .open {
                    answer.words.grant(at: index)
                }
            }
            first = last + 1
        }
    }

    /// The last word before the marks close; eight words at most.
    private func closing(from first: Int) -> Int? {
        let words = answer.words.all
        return (first..<min(first + 8, words.count)).first { index in
            index + 1 == words.count
                ? answer.bytes[Int(words[index].end)...].prefix(2).contains(UInt8(ascii: "\""))
                : words[index + 1].gap.contains(.quote)
        }
    }

    /// `module "…"`, `course was called "…"`, `modules such as "…"`: nothing of persons stands between.
    private func isIntroduced(_ first: Int) -> Bool {
        let words = answer.words.all
        var index = first - 1
        while index >= max(0, first - 5) {
            if words[index + 1].gap.contains(.stop) || words[index + 1].gap.contains(.line) { return false }
            if Self.things.contains(words[index]) { return true }
            guard words[index].shape == .lower, Self.between.contains(words[index]) else { return false }
            index -= 1
        }
        return false
    }

    private func isFullName(_ place: ClosedRange<Int>) -> Bool {
        place.count > 1 && place.allSatisfy { answer.words.all[$0].classes.has([.persons, .particle]) }
    }

    private static let things = WordSet(
        "course courses module modules training trainings workshop workshops seminar seminars webinar webinars topic topics title titles titled lesson lessons unit units chapter chapters game games leaflet leaflets poster posters brochure brochures booklet video videos slogan slogans motto guide guides manual manuals handbook diplomado curso cursos taller talleres modulo modulos"
    )
    private static let between = WordSet("was were is are called named titled entitled such as like about on the a an name names its our with under slogan")
    private static let links = WordSet("and or")
}
