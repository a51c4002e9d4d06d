import WeirCore
import WeirRedact
import WeirStudy

/// The settings of the redact stage in `pipeline.yaml`: whether answers are scrubbed, and what is done with mentions of
/// each kind. Everything that is not said is masked; without `open answers: scrub` all answers are withheld.
enum RedactSettings {
    private static let prefix = "policy "

    static func isPolicy(_ setting: String) -> Bool { setting.hasPrefix(prefix) }

    /// What is wrong with the policy.
    static func problems(in stage: StageSetting) -> [Diagnostic] {
        stage.settings.sorted { $0.key < $1.key }.compactMap { setting, value in
            guard isPolicy(setting) else { return nil }
            let place = stage.places[setting] ?? stage.place
            guard let kind = kind(setting) else {
                let kinds = MentionKind.allCases.map(\.rawValue).joined(separator: ", ")
                return Diagnostic(.studyKey, at: place, label: kinds)
            }
            let choices = RedactionPolicy.choices(for: kind).map(\.rawValue)
            if choices.contains(value) { return nil }
            return Diagnostic(.studyField, at: place, label: choices.joined(separator: ", "))
        }
    }

    /// The policy of a study without such problems.
    static func policy(of study: Study) -> RedactionPolicy {
        let settings = study.stages.first { $0.name == "redact" }?.settings ?? [:]
        var policy = RedactionPolicy(scrubs: settings["open answers"] == "scrub")
        for (setting, value) in settings {
            if let kind = kind(setting), let action = MentionAction(rawValue: value) { policy[kind] = action }
        }
        return policy
    }

    private static func kind(_ setting: String) -> MentionKind? {
        isPolicy(setting) ? MentionKind(rawValue: String(setting.dropFirst(prefix.count))) : nil
    }
}
