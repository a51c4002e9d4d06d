/// Numbers become means of neighbours in groups of at least k, with the smallest sum of squared differences there is
/// (Hansen and Mukherjee, "A polynomial algorithm for optimal univariate microaggregation", 2003). Means are rounded to
/// whole numbers.
struct Microaggregation {
    /// For each number, the mean of its group.
    let means: [Double]

    init(_ numbers: [Double], k: Int) {
        let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        let sorted = order.map { numbers[$0] }
        var sums = [0.0]
        var squares = [0.0]
        for number in sorted {
            sums.append(sums[sums.count - 1] + number)
            squares.append(squares[squares.count - 1] + number * number)
        }
        var least = [Double](repeating: .infinity, count: sorted.count + 1)
        var start = [Int](repeating: 0, count: sorted.count + 1)
        least[0] = 0
        for end in stride(from: k, through: sorted.count, by: 1) {
            // A group of 2 k could be cut in two.
            for first in max(0, end - 2 * k + 1)...(end - k) where least[first].isFinite {
                let sum = sums[end] - sums[first]
                let spread = squares[end] - squares[first] - sum * sum / Double(end - first)
                if least[first] + spread < least[end] {
                    least[end] = least[first] + spread
                    start[end] = first
                }
            }
        }
        var means = numbers
        var end = sorted.count
        while end > 0, least[end].isFinite {
            let first = start[end]
            let mean = ((sums[end] - sums[first]) / Double(end - first)).rounded()
            for place in first..<end { means[order[place]] = mean }
            end = first
        }
        self.means = means
    }
}
