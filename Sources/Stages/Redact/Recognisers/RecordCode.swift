/// The code under which an office keeps somebody's record: `client code AM-12`, `registered under no. 4512`, `case A12`, `#4512`,
/// `family 12-04`, `ID: 4512`.
/// Shorter than the numbers of courts, and without their forms.
struct RecordCode {
    let answer: Answer

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        RecordCode(answer: answer).mention(at: index)
    }

    /// What stands in front of a code, from the nearest word on.
    private struct Cue {
        var isCode = false
        var isNumber = false
        var isUnder = false
        var isIdentifier = false
        var owner: Word?
        var isRegister = false
    }

    /// What a code consists of.
    private struct Piece {
        var range: Range<Int>
        var digits = 0
        var letters = 0
        var isYear = false
        var isPublic = false
        var isJoined = false
        var hasCapital = false

        /// `A12`, `12/B`; not `3D`, `2x`.
        var isCodeByItself = false

        /// Letters and figures.
        var isMixed: Bool { digits > 0 && letters > 0 }
    }

    private static let reach = 8
    private static let codes = WordSet("code codes id identifier cod codul codigo clave sifra kod kodi")
    private static let identifiers = WordSet("id identifier identifikator identificador")
    private static let numbers = WordSet("no nr nro num number numero numri broj numar numarul")
    private static let links = WordSet("is was the with of by its has")
    private static let unders = WordSet("under as sub bajo me pod")
    private static let registers = WordSet(
        "reg registered recorded entered filed logged archived listed register registry registration registro registrado"
    )
    private static let files = WordSet(
        "case file casefile dossier folder dosar dosarul dosja dosje expediente carpeta caso record ticket referral lenda legajo predmet spis fascikul fascicul ficha reference ref"
    )
    private static let clients = WordSet(
        "client beneficiary user patient participant respondent household applicant survivor beneficiario beneficiaria usuario usuaria paciente klient klienti korisnik"
    )
    private static let people = WordSet("child family minor student pupil mother girl boy familia nino nina")
    private static let children = WordSet("child minor student pupil girl boy nino nina")
    private static let ofSomebody = WordSet("of the a this that our my")
    private static let letters = WordSet("order report act letter decision notice request contract minutes")
    private static let protocols = WordSet("protocol protocols protokoll protokol prot")
    /// The code of a place, a colour, a language, a law.
    private static let otherCodes = WordSet(
        "postal zip area dial dialing country colour color qr bar source labor labour penal criminal civil family's")
    private static let papers = WordSet("a3 a4 a5")

    private func mention(at index: Int) -> Mention? {
        guard let (piece, first, last) = piece(around: index) else { return nil }
        let cue = cue(before: first)
        guard isCode(piece, cue, isHashed: isHashed(first)) || isBareFile(first, last, piece), !counts(last, piece)
        else {
            return nil
        }
        return Mention(.caseNumber, piece.range.lowerBound..<Int(answer.words.all[end(behind: last)].end), .cue)
    }

    /// `the file 45 is lost`, `ref. 45`; not `in case 45 come`, `case 3`.
    private func isBareFile(_ first: Int, _ last: Int, _ piece: Piece) -> Bool {
        let words = answer.words.all
        guard first == last, first > 0, piece.letters == 0, (2...3).contains(piece.digits),
            words[first].gap == .space || words[first].gap == [.period, .space],
            Self.bareFiles.contains(words[first - 1]),
            first == 1 || !Self.notFiles.contains(words[first - 2])
        else { return false }
        guard last + 1 < words.count, words[last + 1].gap == .space else { return true }
        return Self.behindFile.contains(words[last + 1])
    }

    private static let bareFiles = WordSet(
        "case file casefile dossier ref dosar dosarul dosja dosje expediente carpeta caso predmet spis")
    private static let notFiles = WordSet("in each any every per one just no")
    private static let behindFile = WordSet(
        "is was has had of from with and we i he she they it stays waits went needs to")

    /// Where a code ends: `12.345.6`, `45 123`, also behind a long piece.
    private func end(behind last: Int) -> Int {
        let words = answer.words.all
        var end = last
        while end + 1 < words.count, end - last < Self.reach, goesOn(with: words[end + 1]) { end += 1 }
        return end
    }

    private func goesOn(with word: Word) -> Bool {
        guard word.verdict != .taken, word.verdict != .allowed else { return false }
        if isLinked(word) { return !word.isWord || word.shape == .upper }
        if word.gap == .period { return !word.isWord }
        return word.gap == .space && word.shape == .number && word.count > 1 && !YearWords.isFigures(word, answer)
    }

    private func isCode(_ piece: Piece, _ cue: Cue, isHashed: Bool) -> Bool {
        if piece.isPublic { return false }
        // `case #12`, and not `our #1 problem`
        let isOwned = cue.owner.map { Self.files.contains($0) || Self.clients.contains($0) } ?? false
        if isHashed { return isOwned || piece.digits >= 3 && piece.letters <= 3 && !piece.isYear }
        if let owner = cue.owner { return isCode(piece, of: owner, cue) }
        if cue.isIdentifier { return piece.digits >= 3 && !piece.isYear || piece.isMixed && piece.hasCapital }
        if cue.isRegister, cue.isNumber || cue.isCode || cue.isUnder {
            return !piece.isYear && (piece.digits >= 3 || piece.isMixed)
        }
        guard cue.isCode, piece.digits >= 2 else { return false }
        // Not `code T74`, as classifications have them.
        if piece.isMixed { return piece.letters > 1 || piece.digits > 2 }
        return piece.digits >= 4 && !piece.isYear
    }

    private func isCode(_ piece: Piece, of owner: Word, _ cue: Cue) -> Bool {
        if Self.letters.contains(owner) {
            return piece.isMixed && piece.hasCapital && (cue.isNumber || piece.isCodeByItself)
        }
        // Not `protocol 18/2017`, which is a rule for all.
        if Self.protocols.contains(owner) {
            if cue.isNumber, piece.isMixed && piece.hasCapital || piece.digits > 1 && !piece.isJoined {
                return !piece.isYear
            }
            return piece.digits >= 4 && piece.digits == piece.range.count && !piece.isYear
        }
        if cue.isCode { return piece.isMixed || piece.digits >= 2 }
        if piece.isCodeByItself, piece.isMixed { return !isAgeAndSex(piece) }
        // `family 12-04`; `a child 12-14` has an age
        if piece.isJoined, !piece.isYear, piece.digits >= 3, !Self.children.contains(owner) { return !isShare(piece) }
        if Self.people.contains(owner) { return cue.isNumber && piece.digits >= 3 && !piece.isYear }
        if Self.files.contains(owner), piece.isMixed { return cue.isNumber }
        // Two figures behind `file no` are looked at with the other numbers of cases.
        let fewest = Self.files.contains(owner) ? 3 : 2
        return cue.isNumber && (piece.isMixed || piece.digits >= fewest && !piece.isYear)
    }

    /// `patient 34/M`
    private func isAgeAndSex(_ piece: Piece) -> Bool {
        piece.digits == 2 && piece.letters == 1 && piece.isJoined
            && answer.bytes[piece.range].contains { "FMH".utf8.contains($0) }
    }

    /// `24/7`, `50-50`, `100/100`
    private func isShare(_ piece: Piece) -> Bool {
        let text = answer.bytes[piece.range]
        return Self.shares.contains { $0.utf8.elementsEqual(text) }
    }

    private static let shares = ["24/7", "24-7", "50/50", "50-50", "100/100"]

    /// Letters and figures with hyphens and slashes between them.
    private func piece(around index: Int) -> (Piece, first: Int, last: Int)? {
        let words = answer.words.all
        var (first, last) = (index, index)
        while first > 0, index - first < Self.reach, isLinked(words[first]), isShort(words[first - 1]) { first -= 1 }
        while last + 1 < words.count, last - index < Self.reach, isLinked(words[last + 1]), isShort(words[last + 1]) {
            last += 1
        }
        guard words[first...last].allSatisfy({ $0.verdict != .taken && $0.verdict != .allowed }) else { return nil }
        var piece = Piece(range: Int(words[first].start)..<Int(words[last].end))
        for byte in answer.bytes[piece.range] {
            if byte &- 48 < 10 { piece.digits += 1 } else if byte | 0x20 &- 97 < 26 { piece.letters += 1 }
        }
        piece.isYear = words[first...last].allSatisfy { YearWords.isFigures($0, answer) }
        piece.isJoined = first < last
        piece.hasCapital = answer.bytes[piece.range].contains { SignKind.of($0) == .upper }
        piece.isCodeByItself = piece.hasCapital && (piece.isJoined || piece.digits > 1)
        piece.isPublic =
            Self.papers.contains(words[first])
            || words[first...last].contains {
                $0.isWord && $0.count > 2 && $0.classes.has([.acronym, .allowed, .words])
            }
        return (piece, first, last)
    }

    private func isLinked(_ word: Word) -> Bool { word.gap == .hyphen || word.gap == .slash }

    private func isShort(_ word: Word) -> Bool { word.count <= (word.isWord ? 6 : 12) }

    private func isHashed(_ first: Int) -> Bool {
        let start = Int(answer.words.all[first].start)
        return start > 0 && answer.bytes[start - 1] == UInt8(ascii: "#")
    }

    private func cue(before first: Int) -> Cue {
        let words = answer.words.all
        let joining: Word.Gap = [.space, .period, .colon, .other, .bracket, .quote]
        var cue = Cue()
        var at = first
        while at > 0, first - at < Self.reach, words[at].gap.isSubset(of: joining) {
            let word = words[at - 1]
            if Self.otherCodes.contains(word) { return Cue() }
            if Self.codes.contains(word) {
                cue.isCode = true
                cue.isIdentifier = cue.isIdentifier || Self.identifiers.contains(word)
            } else if Self.numbers.contains(word) {
                cue.isNumber = true
            } else if Self.unders.contains(word) {
                cue.isUnder = true
            } else if isOwner(word) {
                // `the family code`: what is asked for is right behind.
                cue.owner = cue.isUnder ? nil : word
                if isOfCode(before: at - 1) { cue.isCode = true }
                return cue
            } else if Self.registers.contains(word) {
                cue.isRegister = true
                return cue
            } else if !Self.links.contains(word) {
                return cue
            }
            at -= 1
        }
        return cue
    }

    /// `the code of the child is`
    private func isOfCode(before owner: Int) -> Bool {
        let words = answer.words.all
        var at = owner
        while at > 0, owner - at < 2, words[at].gap == .space, Self.ofSomebody.contains(words[at - 1]) { at -= 1 }
        return at > 0 && at < owner && words[at].gap == .space && Self.codes.contains(words[at - 1])
    }

    private func isOwner(_ word: Word) -> Bool {
        Self.files.contains(word) || Self.clients.contains(word) || Self.people.contains(word)
            || Self.protocols.contains(word) || Self.letters.contains(word)
    }

    /// `client no 24 hour service`, `registered under 18 years`
    private func counts(_ last: Int, _ piece: Piece) -> Bool {
        let words = answer.words.all
        guard piece.letters == 0, last + 1 < words.count, words[last + 1].gap.isSubset(of: [.space, .hyphen]) else {
            return false
        }
        let next = words[last + 1]
        if next.classes.has([.unit, .person, .currency]) { return true }
        return piece.digits <= 2 && next.shape == .lower && !next.classes.has([.function, .speech])
    }
}
