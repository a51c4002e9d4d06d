/// How a variable's categories become coarser, step by step. Level 0 are the categories as asked.
public struct Hierarchy: Equatable, Sendable {
    /// Categories that become one.
    public struct Group: Equatable, Sendable {
        /// The stable name.
        public var name: String
        /// The number in the data.
        public var code: UInt16
        /// The English label.
        public var label: String
        /// The codes of the categories as asked, in their order.
        public var members: [UInt16]

        /// A group of categories.
        public init(name: String, code: UInt16, label: String, members: [UInt16]) {
            self.name = name
            self.code = code
            self.label = label
            self.members = members
        }
    }

    /// The variable, by its place in the codebook.
    public var variable: Int
    /// The levels from fine to coarse; each holds every category once and joins whole groups of the level before.
    public var levels: [[Group]]

    /// A hierarchy of a variable.
    public init(variable: Int, levels: [[Group]]) {
        self.variable = variable
        self.levels = levels
    }

    /// The code of a category at a level; missing reasons, level 0, and what is coarser already stay as they are.
    public func code(of category: UInt16, at level: Int) -> UInt16 {
        guard level > 0, level <= levels.count else { return category }
        let isCoarser = levels[level...].joined().contains { $0.code == category }
        if isCoarser { return category }
        // A table that was recoded before holds codes of groups: their first member stands for them.
        let asked = levels.joined().first { $0.code == category }?.members.first ?? category
        return levels[level - 1].first { $0.members.contains(asked) }?.code ?? category
    }
}
