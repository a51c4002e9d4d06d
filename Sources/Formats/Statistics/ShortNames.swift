/// Names for programs that take shorter ones: cut, and told apart by a number where two are alike.
public enum ShortNames {
    /// The names in their order, each of at most so many bytes, and each once whatever its letters' case.
    public static func of(_ names: [String], longest: Int) -> [String] {
        // A name that fits is nobody else's.
        var taken = Set(names.filter { $0.utf8.count <= longest }.map { $0.lowercased() })
        return names.map { name in
            guard name.utf8.count > longest else { return name }
            let candidates = sequence(first: 1) { $0 + 1 }.lazy.map { number in
                let end = number == 1 ? "" : "_\(number)"
                return name.prefix(bytes: longest - end.utf8.count) + end
            }
            let short = candidates.first { !taken.contains($0.lowercased()) } ?? name
            taken.insert(short.lowercased())
            return short
        }
    }
}
