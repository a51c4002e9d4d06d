import WeirCore

/// Small bar charts as SVG, each with a text that says the same.
enum BarChart {
    private static let rowHeight = 26
    private static let labelWidth = 230
    private static let barWidth = 520

    /// One bar a country, its rows by disposition side by side.
    static func dispositions(_ countries: [RunReport.Country]) -> String {
        let classes = ["a", "b", "e", "c", "d", "d", "d", "d", "d"]
        let most = countries.map { $0.cells.last ?? 0 }.max() ?? 0
        let bars = countries.enumerated().map { index, country -> String in
            var x = labelWidth
            let parts = zip(AccountColumn.allCases, classes).map { column, style -> String in
                let count = column.count(in: country)
                let width = scaled(count, most)
                defer { x += width }
                return rectangle(x, index, width, style, "\(country.name): \(count) \(column.title)")
            }
            return label(country.name, index) + parts.joined() + number(country.cells.last ?? 0, x, index)
        }
        let legend = "From left to right: complete, sufficient partial, break-off, not eligible, others."
        return svg(bars, rows: countries.count, title: "Rows by country and disposition. \(legend)") + key
    }

    private static let key = """
        <p class="soft key"><span class="ka">complete</span> <span class="kb">sufficient partial</span>
        <span class="ke">break-off</span> <span class="kc">not eligible</span> <span class="kd">others</span></p>
        """

    /// One bar for a row of a table.
    static func bar(_ count: Int, of most: Int) -> String {
        let width = most == 0 ? 0 : max(1, count * 160 / most)
        return "<svg width=\"160\" height=\"14\" viewBox=\"0 0 160 14\" aria-hidden=\"true\">"
            + "<rect class=\"a\" x=\"0\" y=\"2\" width=\"\(count == 0 ? 0 : width)\" height=\"10\"></rect></svg>"
    }

    private static func scaled(_ count: Int, _ most: Int) -> Int { most == 0 ? 0 : count * barWidth / most }

    private static func label(_ text: String, _ row: Int) -> String {
        "<text x=\"\(labelWidth - 8)\" y=\"\(row * rowHeight + 18)\" text-anchor=\"end\">\(escaped(text))</text>"
    }

    private static func number(_ count: Int, _ x: Int, _ row: Int) -> String {
        "<text x=\"\(x + 6)\" y=\"\(row * rowHeight + 18)\">\(count)</text>"
    }

    private static func rectangle(_ x: Int, _ row: Int, _ width: Int, _ style: String, _ title: String) -> String {
        guard width > 0 else { return "" }
        let place = "x=\"\(x)\" y=\"\(row * rowHeight + 4)\" width=\"\(width)\" height=\"\(rowHeight - 8)\""
        return "<rect class=\"\(style)\" \(place)><title>\(escaped(title))</title></rect>"
    }

    private static func svg(_ bars: [String], rows: Int, title: String, width: Int = labelWidth + barWidth + 60)
        -> String
    {
        let size = "width=\"\(width)\" height=\"\(rows * rowHeight)\" viewBox=\"0 0 \(width) \(rows * rowHeight)\""
        return "<svg \(size) role=\"img\" aria-label=\"\(escaped(title))\">\(bars.joined())</svg>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
