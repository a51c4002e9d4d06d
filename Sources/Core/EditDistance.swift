extension Array where Element: Equatable {
    /// How many elements have to be put in, taken out or changed to make one sequence the other.
    public func distance(to other: [Element]) -> Int {
        var row = Array<Int>(0...other.count)
        for (index, element) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let change = diagonal + (element == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
