/// XML in the making, element by element. Texts are escaped; signs that XML does not allow are left out.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An element with others inside.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], content: (inout XMLText) -> Void
    ) {
        indent()
        text += "<\(name)\(Self.written(attributes))>\n"
        depth += 1
        content(&self)
        depth -= 1
        indent()
        text += "</\(name)>\n"
    }

    /// An element with a text; none when the text is blank.
    mutating func leaf(_ name: String, _ content: String) { leaf(name, [:], content) }

    /// The same, with attributes.
    mutating func leaf(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String) {
        guard !content.isEmpty else { return }
        indent()
        text += "<\(name)\(Self.written(attributes))>\(Self.escaped(content))</\(name)>\n"
    }

    /// An element without content.
    mutating func mark(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        indent()
        text += "<\(name)\(Self.written(attributes))/>\n"
    }

    private mutating func indent() { text += String(repeating: " ", count: depth) }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t", "\r": result += " "
            case ..<" ", "\u{FFFE}", "\u{FFFF}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
