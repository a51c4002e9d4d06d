/// A small checker of pages: every tag is closed in the right order, every attribute is quoted, every `&` is an entity.
enum WellFormed {
    private static let void: Set<String> = ["meta", "br", "!doctype"]

    /// What is wrong with a page; nothing when it is well-formed.
    static func problems(in page: String) -> [String] {
        var open: [String] = []
        var problems: [String] = []
        var rest = page[...]
        while let start = rest.firstIndex(of: "<") {
            problems += entities(in: rest[..<start])
            guard let end = rest[start...].firstIndex(of: ">") else { return problems + ["a tag without its end"] }
            problems += take(String(rest[rest.index(after: start)..<end]), &open)
            rest = rest[rest.index(after: end)...]
        }
        return problems + entities(in: rest) + open.map { "<\($0)> is never closed" }
    }

    private static func take(_ tag: String, _ open: inout [String]) -> [String] {
        let name = String(tag.prefix { $0 != " " && $0 != "\n" }).lowercased()
        if name.hasPrefix("/") {
            let last = open.popLast()
            return last == String(name.dropFirst()) ? [] : ["</\(name.dropFirst())> closes <\(last ?? "nothing")>"]
        }
        if !void.contains(name), !tag.hasSuffix("/") { open.append(name) }
        let quotes = tag.count { $0 == "\"" }
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "!" || $0 == "/" }
        return (isName ? [] : ["<\(tag)> is no tag"]) + (quotes % 2 == 0 ? [] : ["<\(tag)> has an open quote"])
    }

    private static func entities(in text: Substring) -> [String] {
        text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().filter { part in
            let name = part.prefix { $0 != ";" }
            let isEntity =
                !name.isEmpty && name.count < 8 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "#" }
            return !isEntity || name.endIndex == part.endIndex
        }.map { "&\($0.prefix(10)) is no entity" }
    }
}
