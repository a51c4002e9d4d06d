extension Double {
    /// The number as people write it: `5`, not `5.0`. Numbers beyond Int keep their exponent.
    public var written: String { Int(exactly: self).map(String.init) ?? String(self) }
}
