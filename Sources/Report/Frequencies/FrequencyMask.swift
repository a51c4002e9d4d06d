/// Makes the lines of a question, and masks small counts in a release: in each country as `MaskedCounts` does, then every
/// sum that would give a masked count back.
struct FrequencyMask {
    typealias Question = FrequencyTables.Question
    typealias Cell = ShownQuestion.Cell

    let k: Int?
    /// Cells that are masked in any case, because they would tell a count that is masked in finer tables, or one of few
    /// people who are new since an earlier release.
    private var telling: Set<ShownQuestion.Position> = []

    init(k: Int?) { self.k = k }

    /// - Parameters:
    ///   - others: the same question in tables of other profiles.
    ///   - earlier: what the tables of earlier releases forbid.
    func shown(_ question: Question, beside others: [TablePair], after earlier: [EarlierQuestion] = []) -> ShownQuestion
    {
        var mask = self
        for before in earlier { mask.telling.formUnion(before.masked) }
        if let k {
            while let next = mask.telling(question, beside: others, k) { mask.telling.insert(next) }
        }
        var shown = mask.shown(question)
        for before in earlier { shown.ofFewNew.formUnion(before.small) }
        return shown
    }

    /// A cell that tells too much beside one of some tables.
    private func telling(_ question: Question, beside others: [TablePair], _ k: Int) -> ShownQuestion.Position? {
        guard !others.isEmpty else { return nil }
        let shown = shown(question)
        return others.lazy.compactMap { $0.telling(shown, k: k) }.first
    }

    func shown(_ question: Question) -> ShownQuestion {
        if question.sums != nil { return numbers(question) }
        return question.isMultiple ? multiple(question) : single(question)
    }

    // MARK: One answer of some

    private func single(_ question: Question) -> ShownQuestion {
        let all = question.answers + question.askedReasons + question.otherReasons
        let (a, b) = (question.answers.count, question.askedReasons.count)
        let grid = masked(all.map(\.counts)) { $0 < a ? $0 : $0 + 2 }
        let bases = bases(question, grid, a, answers: 0..<a, asked: a..<a + b, others: a + b..<all.count)
        let lines = all.enumerated().map { place, line in
            let cells = grid[place].enumerated().map { country, count -> Cell in
                var cell = Cell(count: count, isMasked: count == nil)
                if place < a, let count, let base = bases.answered[country] { cell.share = tenths(count, of: base) }
                return cell
            }
            return ShownQuestion.Line(
                kind: place < a ? .answer : .reason, label: line.label, code: line.code, cells: cells)
        }
        return ShownQuestion(question: question, lines: assembled(lines, a, bases))
    }

    /// Counts with those masked that are small or would give a small one away; the sum of each line last.
    /// - Parameter line: the line of the table in which counts stand.
    private func masked(_ counts: [[Int]], in line: (Int) -> Int) -> [[Int?]] {
        let countries = counts.first?.count ?? 0
        func hidden(_ counts: [Int], _ place: Int) -> [Int?] {
            self.hidden(counts, and: Set(counts.indices.filter { isTelling(line($0), place) }))
        }
        var grid: [[Int?]] = counts.map { $0 }
        for country in 0..<countries {
            for (line, count) in hidden(counts.map { $0[country] }, country).enumerated() {
                grid[line][country] = count
            }
        }
        let sums = counts.map { $0.reduce(0, +) }
        var totals: [Int?] = counts.indices.map { isSafe(grid[$0], counts[$0]) ? sums[$0] : nil }
        // The codebook tells the sums by themselves.
        for (line, told) in hidden(sums, countries).enumerated() where told == nil { totals[line] = nil }
        repeat {
            // One masked sum alone is the sum of all less the others.
            if !isSafe(totals, sums),
                let next = totals.indices.filter({ totals[$0] ?? 0 > 0 }).min(by: { sums[$0] < sums[$1] })
            {
                totals[next] = nil
            }
        } while hideMore(&grid, &totals, counts)
        return counts.indices.map { grid[$0] + [totals[$0]] }
    }

    /// Lines and places together may give a small count away that neither does alone: then a sum of masked counts is masked
    /// as well, or where none is told, the smallest count beside it.
    /// - Returns: whether anything was masked.
    private func hideMore(_ grid: inout [[Int?]], _ totals: inout [Int?], _ counts: [[Int]]) -> Bool {
        guard let k else { return false }
        let sums = counts.map { $0.reduce(0, +) }
        let whole = MaskedGrid(zip(grid, totals).map { $0 + [$1] }, zip(counts, sums).map { $0 + [$1] })
        guard let exposed = whole.exposed(k) else { return false }
        let told = totals.indices.filter { totals[$0] ?? 0 > 0 && grid[$0].contains(nil) }
        if let line = told.min(by: { sums[$0] < sums[$1] }) {
            totals[line] = nil
            return true
        }
        let lines =
            exposed.place < grid[exposed.line].count ? grid.indices.filter { grid[$0][exposed.place] ?? 0 > 0 } : []
        guard let line = lines.min(by: { counts[$0][exposed.place] < counts[$1][exposed.place] }) else { return false }
        grid[line][exposed.place] = nil
        return true
    }

    private func hidden(_ counts: [Int], and others: Set<Int>) -> [Int?] {
        k.map { MaskedCounts.masked(counts, k: $0, and: others) } ?? counts
    }

    private func isTelling(_ line: Int, _ place: Int) -> Bool { telling.contains(.init(line: line, place: place)) }

    /// Whether a sum over these may be told: none is masked, or several that together are not small, and more than one each.
    private func isSafe(_ shown: some Collection<Int?>, _ counts: some Collection<Int>) -> Bool {
        let hidden = zip(shown, counts).filter { $0.0 == nil }.map(\.1)
        return hidden.isEmpty || MaskedCounts.isEnough(hidden, k: k ?? 0)
    }

    // MARK: Bases

    private struct Bases {
        var asked: [Int?]
        var answered: [Int?]
    }

    /// How many were asked and answered, where that gives no masked count back.
    /// - Parameter line: the line of the table that tells who answered; who was asked stands below.
    private func bases(
        _ question: Question, _ grid: [[Int?]], _ line: Int, answers: Range<Int>, asked: Range<Int>,
        others: Range<Int>
    ) -> Bases {
        let counts = (question.answers + question.askedReasons + question.otherReasons).map(\.counts)
            .map { $0 + [$0.reduce(0, +)] }
        let isSafe = { (range: Range<Int>, country: Int) in
            self.isSafe(range.map { grid[$0][country] }, range.map { counts[$0][country] })
        }
        let columns = (0...question.answered.count)
        let parts = columns.map { (isSafe(answers, $0), isSafe(asked, $0), isSafe(others, $0)) }
        let rest = asked.lowerBound..<others.upperBound
        let answered = question.answered + [question.answered.reduce(0, +)]
        let askedCounts = columns.map { country in
            answered[country] + asked.reduce(0) { $0 + counts[$1][country] }
        }
        return Bases(
            asked: columns.map { place in
                parts[place].0 && parts[place].1 && parts[place].2 && !isTelling(line + 1, place)
                    ? askedCounts[place] : nil
            },
            answered: columns.map { place in
                parts[place].0 && isSafe(rest, place) && !isTelling(line, place) ? answered[place] : nil
            })
    }

    private func assembled(_ lines: [ShownQuestion.Line], _ answers: Int, _ bases: Bases) -> [ShownQuestion.Line] {
        let base = { (label: String, counts: [Int?]) in
            ShownQuestion.Line(
                kind: .base, label: label, cells: counts.map { Cell(count: $0, isMasked: $0 == nil) })
        }
        return Array(lines[..<answers]) + [base("answered", bases.answered), base("asked", bases.asked)]
            + lines[answers...]
    }

    // MARK: Several answers, and numbers

    private func multiple(_ question: Question) -> ShownQuestion {
        let (reasons, bases) = withoutAnswers(question)
        let answered = bases.answered
        let whole = question.answered + [question.answered.reduce(0, +)]
        var options = question.answers.enumerated().map { option, line -> [Int?] in
            let shown = line.counts.indices.map { place in
                isSmall(line.counts[place], question.answered[place]) || isTelling(option, place)
                    ? nil : line.counts[place]
            }
            let sum = line.counts.reduce(0, +)
            let others = zip(line.counts, question.answered).map { $1 - $0 }
            let isTold =
                isSafe(shown, line.counts) && isSafe(shown, others) && !isSmall(sum, whole[line.counts.count])
                && !isTelling(option, line.counts.count)
            return shown + [isTold ? sum : nil]
        }
        for country in whole.indices where answered[country] == nil {
            for option in options.indices { options[option][country] = nil }
        }
        let given = whole.indices.map { country in
            options.allSatisfy { $0[country] != nil } ? options.reduce(0) { $0 + ($1[country] ?? 0) } : nil
        }
        let lines = zip(question.answers, options).map { line, counts in
            let cells = counts.enumerated().map { country, count -> Cell in
                var cell = Cell(count: count, isMasked: count == nil)
                guard let count, let base = answered[country] else { return cell }
                cell.share = tenths(count, of: base)
                cell.shareOfAnswers = given[country].flatMap { tenths(count, of: $0) }
                return cell
            }
            return ShownQuestion.Line(kind: .answer, label: line.label, cells: cells)
        }
        return ShownQuestion(question: question, lines: assembled(lines + reasons, lines.count, bases))
    }

    /// Few picked it, or few did not.
    private func isSmall(_ count: Int, _ base: Int) -> Bool {
        guard let k else { return false }
        return (1..<k).contains(count) || (1..<k).contains(base - count)
    }

    /// The lines of the missing reasons where answers are not told one by one, and the bases.
    private func withoutAnswers(_ question: Question) -> ([ShownQuestion.Line], Bases) {
        var whole = question
        whole.answers = [FrequencyTables.Line(label: "", counts: question.answered)]
        let all = whole.answers + question.askedReasons + question.otherReasons
        let first = question.sums == nil ? question.answers.count : 1
        let grid = masked(all.map(\.counts)) { $0 == 0 ? first : first + 1 + $0 }
        let b = question.askedReasons.count
        let bases = bases(whole, grid, first, answers: 0..<1, asked: 1..<1 + b, others: 1 + b..<all.count)
        let lines = zip(all, grid).dropFirst().map { line, counts in
            ShownQuestion.Line(
                kind: .reason, label: line.label, code: line.code,
                cells: counts.map { Cell(count: $0, isMasked: $0 == nil) })
        }
        return (lines, bases)
    }

    private func numbers(_ question: Question) -> ShownQuestion {
        let (reasons, bases) = withoutAnswers(question)
        let sums = question.sums ?? []
        let counts = question.answered + [question.answered.reduce(0, +)]
        var cells = (sums + [sums.reduce(0, +)]).enumerated().map { country, sum -> Cell in
            guard let base = bases.answered[country] else { return Cell(isMasked: true) }
            guard base > 0 else { return Cell() }
            if let k, base < k { return Cell(isMasked: true) }
            return Cell(mean: Int((sum / Double(base) * 10).rounded()))
        }
        let hidden = cells.indices.dropLast().filter { cells[$0].isMasked }
        if hidden.count == 1 || (!hidden.isEmpty && hidden.reduce(0, { $0 + counts[$1] }) < k ?? 0) {
            cells[cells.count - 1] = Cell(isMasked: true)
        }
        let mean = ShownQuestion.Line(kind: .mean, label: "mean", cells: cells)
        return ShownQuestion(question: question, lines: assembled([mean] + reasons, 1, bases))
    }
}
