import WeirCore

/// Reads printed counts and tests: questions, groups and answers by their names.
struct ConditionReader {
    let codebook: Codebook

    /// A line of `release/published.csv`; nil when the question of a figure asks what a row cannot tell.
    func margin(in row: StudyRow, problems: inout [Diagnostic]) -> PublishedMargin? {
        guard let answer = answer(row, &problems),
            let group = group(row, &problems), let (count, most) = count(row, &problems)
        else { return nil }
        return PublishedMargin(
            id: row["id"], group: group, answer: answer, count: count, most: most,
            base: row.number("base", problems: &problems))
    }

    /// How many gave the answer: a number, or `11..15` where print says only about how many.
    private func count(_ row: StudyRow, _ problems: inout [Diagnostic]) -> (Int, Int?)? {
        let ends = row["n"].split(separator: "..").compactMap { Int($0) }
        if row["n"].contains(".."), ends.count == 2, ends[0] < ends[1] { return (ends[0], ends[1]) }
        let count: Int? = row.number("n", problems: &problems)
        return count.map { ($0, nil) }
    }

    /// `?` where a report prints how many gave some answer, and its labels cannot be told from one another any more.
    private func answer(_ row: StudyRow, _ problems: inout [Diagnostic]) -> PublishedMargin.Condition? {
        guard row["codes"] == "?" else {
            return condition(question(row), row["codes"], at: row.place("codes"), &problems)
        }
        return variable(named: question(row), at: row.place("question"), &problems).map { .init(variable: $0) }
    }

    /// A line of `release/tests.csv`.
    func test(in row: StudyRow, problems: inout [Diagnostic]) -> PublishedTest? {
        let kind: PublishedTest.Kind? = row.word("test", problems: &problems)
        let isSignificant = row.yesOrNo("significant", problems: &problems)
        guard let asked = variable(named: question(row), at: row.place("question"), &problems),
            let by = variable(named: row["by"], at: row.place("by"), &problems), let kind
        else { return nil }
        var answer = PublishedMargin.Condition(variable: asked)
        if !row["option"].isEmpty {
            answer = condition(question(row), row["option"], at: row.place("option"), &problems) ?? answer
        }
        return PublishedTest(id: row["id"], kind: kind, answer: answer, by: by, isSignificant: isSignificant)
    }

    private func question(_ row: StudyRow) -> String {
        row["row"].isEmpty ? row["question"] : "\(row["question"])_\(row["row"])"
    }

    private func variable(named name: String, at place: Place, _ problems: inout [Diagnostic]) -> Int? {
        if let index = codebook.index(of: name) { return index }
        problems.append(Diagnostic(.studyUnknownVariable, at: place, label: name))
        return nil
    }

    private func group(_ row: StudyRow, _ problems: inout [Diagnostic]) -> [PublishedMargin.Condition]? {
        if row["group"] == "all" { return [] }
        let parts = row["group"].split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) }
        guard parts.allSatisfy({ $0.count == 2 }) else {
            problems.append(Diagnostic(.studyShape, at: row.place("group"), label: "all, or country=BA;org_type=ngo"))
            return nil
        }
        let conditions = parts.map {
            condition(String($0[0]), String($0[1]), at: row.place("group"), &problems)
        }
        return conditions.contains(nil) ? nil : conditions.compactMap(\.self)
    }

    private func condition(
        _ name: String, _ codes: String, at place: Place, _ problems: inout [Diagnostic]
    ) -> PublishedMargin.Condition? {
        guard let index = variable(named: name, at: place, &problems) else { return nil }
        let variable = codebook.variables[index]
        if variable.type.isNumeric { return range(codes, of: index, at: place, &problems) }
        var condition = PublishedMargin.Condition(variable: index)
        for word in codes.split(whereSeparator: { $0 == "|" || $0 == " " }) {
            if word == "-" {
                condition.codes.insert(MissingReason.noAnswer.rawValue)
            } else if let place = variable.categories.firstIndex(where: { $0.name == word }) {
                if variable.type == .multi { condition.option = place }
                condition.codes.insert(variable.type == .multi ? 1 : variable.categories[place].code)
            } else {
                problems.append(Diagnostic(.studyUnknownCategory, at: place, label: "\(name): \(word)"))
                return nil
            }
        }
        if condition.codes.isEmpty { problems.append(Diagnostic(.studyBlank, at: place, label: "an answer")) }
        return condition
    }

    private func range(
        _ text: String, of variable: Int, at place: Place, _ problems: inout [Diagnostic]
    ) -> PublishedMargin.Condition? {
        if text == "-" { return .init(variable: variable, codes: [MissingReason.noAnswer.rawValue]) }
        let ends = text.split(separator: "..").compactMap { Double($0) }
        guard ends.count == 2, ends[0] <= ends[1] else {
            problems.append(Diagnostic(.studyShape, at: place, label: "1..100"))
            return nil
        }
        return .init(variable: variable, range: ends[0]...ends[1])
    }
}
