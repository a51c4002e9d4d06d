/// Keeps a respondent's text from being printed by accident: every description is the same black bar.
public struct Sensitive<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value. Reading it is a deliberate step; it must not reach a file, a log or an error.
    public let exposed: Value

    /// Wraps a value.
    public init(_ value: Value) { exposed = value }

    public var description: String { "▇▇▇" }
    public var debugDescription: String { "▇▇▇" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
