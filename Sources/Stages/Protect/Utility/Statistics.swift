import Foundation

/// Tests of whether an answer differs between groups, with their probabilities.
enum Statistics {
    /// Pearson's chi-square test of independence: the probability of a table as uneven as this one.
    static func chiSquare(_ table: [[Int]]) -> Double? {
        let rows = table.map { $0.reduce(0, +) }
        let columns = (0..<(table.first?.count ?? 0)).map { column in table.reduce(0) { $0 + $1[column] } }
        let usedRows = rows.indices.filter { rows[$0] > 0 }
        let usedColumns = columns.indices.filter { columns[$0] > 0 }
        guard usedRows.count > 1, usedColumns.count > 1 else { return nil }
        let total = Double(rows.reduce(0, +))
        var statistic = 0.0
        for row in usedRows {
            for column in usedColumns {
                let expected = Double(rows[row]) * Double(columns[column]) / total
                let difference = Double(table[row][column]) - expected
                statistic += difference * difference / expected
            }
        }
        return upperGamma(Double((usedRows.count - 1) * (usedColumns.count - 1)) / 2, statistic / 2)
    }

    /// One-way analysis of variance: the probability of means as far apart as these.
    static func anova(_ groups: [[Double]]) -> Double? {
        let used = groups.filter { !$0.isEmpty }
        let all = used.flatMap(\.self)
        guard used.count > 1, all.count > used.count else { return nil }
        let mean = all.reduce(0, +) / Double(all.count)
        var between = 0.0
        var within = 0.0
        for group in used {
            let own = group.reduce(0, +) / Double(group.count)
            between += Double(group.count) * (own - mean) * (own - mean)
            within += group.reduce(0) { $0 + ($1 - own) * ($1 - own) }
        }
        let (first, second) = (Double(used.count - 1), Double(all.count - used.count))
        guard within > 0 else { return nil }
        let statistic = (between / first) / (within / second)
        return incompleteBeta(second / 2, first / 2, second / (second + first * statistic))
    }

    /// The regularised upper incomplete gamma function Q(a, x) (Abramowitz and Stegun 6.5.29 and 6.5.31).
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        let scale: Double = exp(a * log(x) - x - lgamma(a))
        guard x >= a + 1 else {
            var term = 1 / a
            var sum = term
            var n = a
            while abs(term) > abs(sum) * 1e-15 {
                n += 1
                term *= x / n
                sum += term
            }
            return 1 - sum * scale
        }
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var fraction = d
        for i in 1..<1000 {
            let an = -Double(i) * (Double(i) - a)
            b += 2
            d = 1 / (an * d + b)
            c = b + an / c
            fraction *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return scale * fraction
    }

    /// The regularised incomplete beta function I_x(a, b) (Abramowitz and Stegun 26.5.8).
    static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, 1 - x) }
        let front: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
        let scale: Double = exp(front + a * log(x) + b * log(1 - x)) / a
        var c = 1.0
        var d = 1 / (1 - (a + b) * x / (a + 1))
        var fraction = d
        for i in 1..<1000 {
            let m = Double(i)
            let twice: Double = a + 2 * m
            let even: Double = m * (b - m) * x / ((twice - 1) * twice)
            d = 1 / (1 + even * d)
            c = 1 + even / c
            fraction *= d * c
            let odd: Double = -(a + m) * (a + b + m) * x / (twice * (twice + 1))
            d = 1 / (1 + odd * d)
            c = 1 + odd / c
            fraction *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return scale * fraction
    }
}
