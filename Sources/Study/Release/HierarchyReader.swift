import WeirCore

/// Reads `release/hierarchies.csv`: a line is a group of categories at a level of a variable.
struct HierarchyReader {
    static let columns = ["variable", "level", "group", "code", "categories"]

    let codebook: Codebook
    /// Whether `pipeline.yaml` could be read, which says when interviews took place.
    let isPipelineRead: Bool

    func read(_ table: StudyTable, problems: inout [Diagnostic]) -> [Int: Hierarchy] {
        var lines: [Int: [HierarchyLine]] = [:]
        for row in table.rows {
            guard let variable = variable(in: row, &problems),
                let level: Int = row.number("level", problems: &problems),
                let code: UInt16 = row.number("code", problems: &problems)
            else { continue }
            let group = Hierarchy.Group(
                name: row["group"], code: code, label: row.labels(table.languages)["en"] ?? row["group"],
                members: members(of: variable, in: row, &problems))
            lines[variable, default: []].append(HierarchyLine(level: level, group: group, row: row))
        }
        var hierarchies: [Int: Hierarchy] = [:]
        for (variable, lines) in lines.sorted(by: { $0.key < $1.key }) {
            let count = lines.map(\.level).max() ?? 0
            let levels = (1...max(1, count)).map { level in lines.filter { $0.level == level } }
            hierarchies[variable] = Hierarchy(variable: variable, levels: levels.map { $0.map(\.group) })
            problems += HierarchyCheck(variable: codebook.variables[variable], lines: lines, levels: levels).problems
        }
        return hierarchies
    }

    private func variable(in row: StudyRow, _ problems: inout [Diagnostic]) -> Int? {
        let index = codebook.index(of: row["variable"])
        if let index, [.single, .scale, .matrixRow].contains(codebook.variables[index].type) { return index }
        let place = row.place("variable")
        problems +=
            SubmissionMonth.problem(row["variable"], at: place, isPipelineRead: isPipelineRead)
            ?? [Diagnostic(.studyUnknownVariable, at: place, label: row["variable"])]
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

/// A line of the file: a group at a level.
struct HierarchyLine {
    let level: Int
    let group: Hierarchy.Group
    let row: StudyRow

    /// The group, and where it stands.
    var words: String { "\(group.name) (row \(row.number))" }
}

/// Whether the levels of a hierarchy hold every category once and only ever join. Each problem stands at the line that would
/// have to change, and says how.
struct HierarchyCheck {
    let variable: Variable
    /// All lines of the variable, in the file's order.
    let lines: [HierarchyLine]
    /// The same by level.
    let levels: [[HierarchyLine]]

    var problems: [Diagnostic] {
        let skipped = lines.filter { $0.level < 1 || levels[..<($0.level - 1)].contains(where: \.isEmpty) }
        guard skipped.isEmpty else {
            return skipped.prefix(1).map {
                problem(
                    $0, "level", "level \($0.level) without those before it; number the levels from 1 without a gap")
            }
        }
        return levels.indices.flatMap { gaps(at: $0) + overlaps(at: $0) + torn(at: $0) } + codes + end
    }

    private func problem(_ line: HierarchyLine, _ column: String, _ words: String) -> Diagnostic {
        Diagnostic(.studyContradiction, at: line.row.place(column), label: "\(variable.name), \(words)")
    }

    private func gaps(at level: Int) -> [Diagnostic] {
        let absent = variable.categories.filter { category in
            !levels[level].contains { $0.group.members.contains(category.code) }
        }
        guard let first = levels[level].first, !absent.isEmpty else { return [] }
        let names = absent.map(\.name).joined(separator: ", ")
        return [
            problem(
                first, "categories",
                "level \(level + 1): \(names) \(absent.count == 1 ? "is" : "are") in no group; add "
                    + "\(absent.count == 1 ? "it" : "each") to the categories of \(choice(levels[level]))")
        ]
    }

    private func overlaps(at level: Int) -> [Diagnostic] {
        variable.categories.compactMap { category in
            let holding = levels[level].filter { $0.group.members.contains(category.code) }
            let times = holding.flatMap(\.group.members).count { $0 == category.code }
            guard let last = holding.last, times > 1 else { return nil }
            let remedy =
                holding.count == 1
                ? "stands \(times) times in \(last.words); leave it there once"
                : "is in \(holding.count == 2 ? "two" : "\(holding.count)") groups; leave it in \(choice(holding))"
            return problem(last, "categories", "level \(level + 1): \(category.name) \(remedy)")
        }
    }

    /// A group of the level before whose categories are in two groups now.
    private func torn(at level: Int) -> [Diagnostic] {
        guard level > 0 else { return [] }
        return levels[level - 1].compactMap { line in
            let now = levels[level].filter { !Set($0.group.members).isDisjoint(with: line.group.members) }
            guard now.count > 1, let last = now.last else { return nil }
            return problem(
                last, "categories",
                "level \(level + 1): the group \(line.words) of the level before is torn; put all its categories into "
                    + choice(now))
        }
    }

    private var codes: [Diagnostic] {
        var seen = Set(variable.categories.map(\.code))
        return lines.filter { !seen.insert($0.group.code).inserted || $0.group.code.isMissing }.map {
            problem(
                $0, "code",
                "the code \($0.group.code) of \($0.group.name) is taken; give it one below 9990 that is free")
        }
    }

    /// A row that an earlier release told without a month is told later as of any.
    private var end: [Diagnostic] {
        guard variable.name == SubmissionMonth.name, let last = levels.last, last.count > 1 else { return [] }
        return [
            problem(
                last[0], "level",
                "level \(levels.count): there are \(last.count) groups; add a line of level \(levels.count + 1) that holds "
                    + "all months")
        ]
    }

    private func choice(_ lines: [HierarchyLine]) -> String { lines.map(\.words).joined(separator: " or ") }
}

extension SubmissionMonth {
    /// Why a profile or hierarchy cannot name it; nil where it is something else that is not known.
    /// - Parameter isPipelineRead: otherwise nobody knows whether there is a field period.
    static func problem(_ name: String, at place: Place, isPipelineRead: Bool) -> [Diagnostic]? {
        guard name == Self.name else { return nil }
        let label =
            "\(name) needs to know which months there are; add field_period: 2021-01..2021-12 to \(PipelineFile.name)"
        return isPipelineRead ? [Diagnostic(.studyContradiction, at: place, label: label)] : []
    }
}
