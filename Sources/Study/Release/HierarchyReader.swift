import WeirCore

/// Reads `release/hierarchies.csv`: a line is a group of categories at a level of a variable.
struct HierarchyReader {
    static let columns = ["variable", "level", "group", "code", "categories"]

    let codebook: Codebook

    func read(_ table: StudyTable, problems: inout [Diagnostic]) -> [Int: Hierarchy] {
        var lines: [Int: [(level: Int, group: Hierarchy.Group, row: StudyRow)]] = [:]
        for row in table.rows {
            guard let variable = variable(in: row, &problems),
                let level: Int = row.number("level", problems: &problems),
                let code: UInt16 = row.number("code", problems: &problems)
            else { continue }
            let group = Hierarchy.Group(
                name: row["group"], code: code, label: row.labels(table.languages)["en"] ?? row["group"],
                members: members(of: variable, in: row, &problems))
            lines[variable, default: []].append((level, group, row))
        }
        var hierarchies: [Int: Hierarchy] = [:]
        for (variable, lines) in lines.sorted(by: { $0.key < $1.key }) {
            let count = lines.map(\.level).max() ?? 0
            let levels = (1...max(1, count)).map { level in lines.filter { $0.level == level }.map(\.group) }
            hierarchies[variable] = Hierarchy(variable: variable, levels: levels)
            let check = HierarchyCheck(variable: codebook.variables[variable], levels: levels)
            problems += check.problems(at: lines[0].row.place("variable"))
        }
        return hierarchies
    }

    private func variable(in row: StudyRow, _ problems: inout [Diagnostic]) -> Int? {
        let index = codebook.index(of: row["variable"])
        if let index, [.single, .scale, .matrixRow].contains(codebook.variables[index].type) { return index }
        problems.append(
            SubmissionMonth.problem(row["variable"], at: row.place("variable"))
                ?? Diagnostic(.studyUnknownVariable, at: row.place("variable"), label: row["variable"]))
        return nil
    }

    private func members(of variable: Int, in row: StudyRow, _ problems: inout [Diagnostic]) -> [UInt16] {
        row["categories"].split(separator: " ").compactMap { name in
            if let category = codebook.variables[variable].category(named: String(name)) { return category.code }
            let label = "\(row["variable"]): \(name)"
            problems.append(Diagnostic(.studyUnknownCategory, at: row.place("categories"), label: label))
            return nil
        }
    }
}

/// Whether the levels of a hierarchy hold every category once and only ever join.
struct HierarchyCheck {
    let variable: Variable
    let levels: [[Hierarchy.Group]]

    func problems(at place: Place) -> [Diagnostic] {
        let found = levels.indices.flatMap { gapsAndOverlaps(at: $0) + torn(at: $0) } + codes
        return found.map { Diagnostic(.studyContradiction, at: place, label: "\(variable.name), \($0)") }
    }

    private func gapsAndOverlaps(at level: Int) -> [String] {
        variable.categories.compactMap { category in
            switch levels[level].count(where: { $0.members.contains(category.code) }) {
            case 0: "level \(level + 1): \(category.name) is in no group; put it into one"
            case 1: nil
            default: "level \(level + 1): \(category.name) is in two groups; leave it in one"
            }
        }
    }

    /// A group of the level before whose categories are in two groups now.
    private func torn(at level: Int) -> [String] {
        guard level > 0 else { return [] }
        return levels[level - 1].filter { group in
            let now = levels[level].filter { !Set($0.members).isDisjoint(with: group.members) }
            return now.count > 1
        }.map { "level \(level + 1): the group \($0.name) of the level before is torn; keep its categories together" }
    }

    private var codes: [String] {
        var seen = Set(variable.categories.map(\.code))
        return levels.joined().filter { !seen.insert($0.code).inserted || $0.code.isMissing }
            .map { "the code \($0.code) of \($0.name) is taken; give each group a code of its own below 9990" }
    }
}

/// The column of the internal data set that is no variable.
enum SubmissionMonth {
    /// Why a release cannot have it, if it is asked for.
    static func problem(_ name: String, at place: Place) -> Diagnostic? {
        guard name == "submitted_month" else { return nil }
        let label = "\(name) is in no release: none tells when an interview was given, however coarsely; take it out"
        return Diagnostic(.studyContradiction, at: place, label: label)
    }
}
