/// What a variable may be called, so that every format and program can have a column of that name.
public enum VariableName {
    /// What is expected instead; nil when the name can stand.
    public static func expected(of name: String) -> String? {
        guard let first = name.utf8.first, isLetter(first), name.utf8.allSatisfy(isAllowed) else {
            return "letters, digits and _, a letter first"
        }
        if name == SubmissionMonth.name { return "another name: the month of submission is called so" }
        if reserved.contains(name) || isStringType(name) {
            return "no word that SPSS or Stata keeps for itself, such as \(name)_1 instead of \(name)"
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetter(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
    }

    /// Words of the syntax of SPSS, then of Stata; those of Stata that begin with `_` are no names anyway.
    private static let reserved: Set<String> = [
        "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
        "byte", "double", "float", "if", "in", "int", "long", "strl", "using",
    ]

    /// Stata keeps `str1` and so on for types of texts.
    private static func isStringType(_ name: String) -> Bool {
        name.hasPrefix("str") && name.count > 3 && name.dropFirst(3).allSatisfy(\.isNumber)
    }
}
