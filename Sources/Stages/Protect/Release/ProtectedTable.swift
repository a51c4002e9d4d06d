/// What an earlier release of the same profile tells about a row.
public struct SettledRows: Sendable {
    /// The row of the earlier table for each row of the new one; nil for a new row.
    public var earlier: [Int?]
    /// The earlier table.
    public var table: MicroTable
    /// The level of each key in it; nil for one that it does not tell.
    public var levels: [Int?]
    /// Rows of the earlier table that only recalled releases tell. They keep what is hidden of them; what is told of them may
    /// be hidden now.
    public var recalled: Set<Int>
    /// Whether the new table lacks some of its people.
    public var areSomeGone: Bool

    /// Rows that were released before.
    public init(
        earlier: [Int?], table: MicroTable, levels: [Int?], recalled: Set<Int> = [], areSomeGone: Bool = false
    ) {
        self.earlier = earlier
        self.table = table
        self.levels = levels
        self.recalled = recalled
        self.areSomeGone = areSomeGone
    }
}

/// A table as a profile wants it, and what it took.
public struct ProtectedTable: Sendable {
    /// The rows that are released.
    public var table: MicroTable
    /// Their places in the table that was given.
    public var kept: [Int]
    /// The level of each key.
    public var levels: [Int]
    /// What was suppressed in the keys.
    public var suppression: Suppression
    /// How easily somebody is recognised by the keys before and after.
    public var before: RiskMeasures
    /// The same after.
    public var after: RiskMeasures
    /// Whether rows wait because their region would tell their country.
    public var isRegionCrowded = false
    /// What classes tell about sensitive variables, before and after, by variable.
    public var sensitive: [Int: (before: SensitiveMeasures, after: SensitiveMeasures)]
    /// The fewest different answers in a class, by sensitive variable, of classes that tell any: where all are suppressed,
    /// none is told.
    public var fewestTold: [Int: Int] = [:]
}
