import WeirCore
import Yams

/// Reads what `pipeline.yaml` says of who made the data and what may be done with them. All of it may be left out.
struct AboutReader {
    let node: Node

    func read(_ reader: inout YAMLReader) -> StudyAbout {
        reader.check(node, keys: ["abstract", "publisher", "contributors", "licence"])
        var about = StudyAbout()
        about.abstract = reader.text(node, "abstract", default: "")
        about.publisher = named("publisher", &reader)
        about.licence = named("licence", &reader)
        about.contributors = contributors(&reader)
        return about
    }

    private func named(_ key: String, _ reader: inout YAMLReader) -> StudyAbout.Named? {
        guard let node = node[key] else { return nil }
        guard node.mapping != nil else {
            reader.note(.studyShape, node, "\(key): {name: …, url: …}")
            return nil
        }
        reader.check(node, keys: ["name", "url"])
        return StudyAbout.Named(name: reader.text(node, "name"), url: url(node, &reader))
    }

    private func contributors(_ reader: inout YAMLReader) -> [StudyAbout.Contributor] {
        guard let list = node["contributors"] else { return [] }
        guard let sequence = list.sequence else {
            reader.note(.studyShape, list, "contributors: [{name: …, role: …}]")
            return []
        }
        return sequence.map { node in
            reader.check(node, keys: ["name", "role", "url"])
            return StudyAbout.Contributor(
                name: reader.text(node, "name"), role: reader.text(node, "role", default: "author"),
                url: url(node, &reader))
        }
    }

    private func url(_ node: Node, _ reader: inout YAMLReader) -> String {
        let url = reader.text(node, "url", default: "")
        if !url.isEmpty, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
            reader.note(.studyField, node["url"], "https://…")
        }
        return url
    }
}
