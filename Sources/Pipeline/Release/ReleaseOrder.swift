public import Foundation

/// What a person asks for when something leaves the house.
public struct ReleaseOrder: Sendable {
    /// The profile's name.
    public var profile: String
    /// Who approves it.
    public var approver: String
    /// Why.
    public var reason: String
    /// Who gets it.
    public var recipients: [String]
    /// The folder under which `releases/<study>/<id>` is made.
    public var output: URL
    /// The internal data set.
    public var dataset: URL
    /// The inbox with the answers that people approved; nil for a release without excerpts.
    public var inbox: URL?

    /// An order.
    public init(
        profile: String, approver: String, reason: String, recipients: [String] = [], output: URL, dataset: URL,
        inbox: URL? = nil
    ) {
        self.profile = profile
        self.approver = approver
        self.reason = reason
        self.recipients = recipients
        self.output = output
        self.dataset = dataset
        self.inbox = inbox
    }
}

/// Why nothing was released, in sentences with their remedies.
public struct ReleaseRefusal: Error {
    /// The sentences.
    public var sentences: [String]
}
