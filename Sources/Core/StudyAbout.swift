/// Who made a study's data and what may be done with them, as the descriptions of its data sets say.
public struct StudyAbout: Equatable, Sendable {
    /// Somebody, or a text, with an address.
    public struct Named: Equatable, Sendable {
        /// What it is called.
        public var name: String
        /// Where it is found; blank when nobody said.
        public var url: String

        /// A name with its address.
        public init(name: String, url: String = "") {
            self.name = name
            self.url = url
        }
    }

    /// Somebody who took part.
    public struct Contributor: Equatable, Sendable {
        /// What they are called.
        public var name: String
        /// What they did, such as `author` or `data collector`.
        public var role: String
        /// Where they are found; blank when nobody said.
        public var url: String

        /// A contributor.
        public init(name: String, role: String, url: String = "") {
            self.name = name
            self.role = role
            self.url = url
        }
    }

    /// What the study is about, in a few sentences.
    public var abstract = ""
    /// Who answers for the data sets.
    public var publisher: Named?
    /// Who took part.
    public var contributors: [Contributor] = []
    /// What may be done with the data.
    public var licence: Named?

    /// Nothing said.
    public init() {}
}
