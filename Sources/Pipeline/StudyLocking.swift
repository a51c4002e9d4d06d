import WeirState

extension StudyLock {
    /// The lock of a study's memory.
    /// - Throws: `NightlyMerge.Refusal` when another run holds it, or when the file system does no locks; what the file
    ///   system says.
    static func taken(on state: StateFolder) throws -> StudyLock {
        do {
            guard let lock = try StudyLock(state) else { throw NightlyMerge.Refusal.alreadyRunning }
            return lock
        } catch let trouble as Unsupported {
            throw NightlyMerge.Refusal.locksMissing(folder: trouble.folder, reason: trouble.reason)
        }
    }
}
