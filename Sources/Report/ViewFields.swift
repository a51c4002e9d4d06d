import Mustache

/// A page's view with its fields laid out. Mustache asks a type for its fields with every tag anew, and a codebook has
/// thousands of tags.
struct ViewFields: MustacheParent {
    private let fields: [String: Any]

    init(_ view: Any) { self.init(Mirror(reflecting: view)) }

    private init(_ mirror: Mirror) {
        let fields = mirror.children.compactMap { child in
            child.label.flatMap { label in Self.shown(child.value).map { (label, $0) } }
        }
        self.fields = Dictionary(fields, uniquingKeysWith: { first, _ in first })
    }

    func child(named name: String) -> Any? { fields[name] }

    /// A value with the views inside it laid out as well; nil where there is none.
    private static func shown(_ value: Any) -> Any? {
        if value is String { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { shown($0.value) }
        case .collection: return mirror.children.compactMap { shown($0.value) }
        case .struct where !mirror.children.isEmpty: return ViewFields(mirror)
        default: return value
        }
    }
}
