import WeirCore
import Yams

/// A variable that the file names.
struct Mention {
    var name: String
    var place: Place
}

/// Walks a YAML document and notes what is missing, of the wrong kind or unknown, with line and column.
struct YAMLReader {
    let file: String
    var problems: [Diagnostic] = []
    /// The expressions read, and where they stand.
    private(set) var universes: [(universe: Universe, place: Place)] = []

    init(file: String) { self.file = file }

    /// The root mapping, or nil when the text is no YAML mapping.
    mutating func root(_ text: String) -> Node? {
        do {
            if let node = try Yams.compose(yaml: text), node.mapping != nil { return node }
            note(.studySyntax, nil, "key: value")
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            let place = Place(file: file, row: context.mark.line, column: context.mark.column - 1)
            problems.append(Diagnostic(.studyDuplicate, at: place, label: keys.joined(separator: ", ")))
        } catch let error as YamlError {
            problems.append(Diagnostic(.studySyntax, at: place(of: error), label: "YAML"))
        } catch { note(.studySyntax, nil, "YAML") }
        return nil
    }

    private func place(of error: YamlError) -> Place {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            Place(file: file, row: mark.line, column: mark.column - 1)
        default: Place(file: file)
        }
    }

    func place(of node: Node?) -> Place {
        Place(file: file, row: node?.mark?.line, column: node?.mark.map { $0.column - 1 })
    }

    mutating func note(_ code: DiagnosticCode, _ node: Node?, _ label: String) {
        problems.append(Diagnostic(code, at: place(of: node), label: label))
    }

    /// Names keys that nothing reads.
    mutating func check(_ node: Node, keys known: Set<String>) {
        for (key, _) in node.mapping ?? [:] where !known.contains(key.string ?? "") {
            note(.studyKey, key, known.sorted().joined(separator: ", "))
        }
    }

    mutating func text(_ node: Node, _ key: String, default fallback: String? = nil) -> String {
        guard let value = node[key] else {
            if let fallback { return fallback }
            note(.studyBlank, node, key)
            return ""
        }
        guard let text = value.scalar?.string else {
            note(.studyShape, value, "\(key): …")
            return ""
        }
        return text
    }

    mutating func texts(_ node: Node, _ key: String) -> [String] { mentions(node, key).map(\.name) }

    /// A variable by its name, and where it is named.
    mutating func mention(_ node: Node, _ key: String) -> Mention {
        Mention(name: text(node, key), place: place(of: node[key] ?? node))
    }

    /// Several of them.
    mutating func mentions(_ node: Node, _ key: String) -> [Mention] {
        guard let sequence = node[key]?.sequence else {
            note(.studyShape, node[key] ?? node, "\(key): [ … ]")
            return []
        }
        for item in sequence where item.scalar == nil { note(.studyShape, item, "\(key): [ … ]") }
        return sequence.compactMap { item in item.scalar.map { Mention(name: $0.string, place: place(of: item)) } }
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: Node, _ key: String, default fallback: Word
    ) -> Word where Word.RawValue == String {
        guard node[key] != nil else { return fallback }
        if let word = Word(rawValue: text(node, key)) { return word }
        note(.studyField, node[key], Word.allCases.map(\.rawValue).joined(separator: ", "))
        return fallback
    }

    mutating func universe(_ node: Node, _ key: String) -> Universe {
        let text = text(node, key)
        do {
            let universe = try Universe(parsing: text)
            universes.append((universe, place(of: node[key])))
            return universe
        } catch {
            note(.studyUniverse, node[key], "character \(error.position): \(error.expected)")
            return .everyone
        }
    }
}
