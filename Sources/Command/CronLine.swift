/// A scheduled night as a line for cron.
struct CronLine {
    let night: ScheduledNight

    /// The most bytes that cron takes of a command.
    private static let limit = 990

    /// The file for cron; nil when cron would cut the line.
    var text: String? {
        let line = "\(night.time.minute) \(night.time.hour) * * * \(night.user) \(command)"
        guard line.utf8.count <= Self.limit else { return nil }
        return """
            # /etc/cron.d/\(night.unit)
            # In a user's own crontab leave out "\(night.user)". cron mails what the night says, and does not make up for
            # a night when the machine was off.
            SHELL=/bin/sh
            \(line)

            """
    }

    /// cron takes `%` for the end of the line unless it is marked.
    private var command: String { script.replacing("%", with: "\\%") }

    private var script: String {
        let merge = night.words.map(Self.quoted).joined(separator: " ")
        guard let notify = night.notify else { return merge }
        let healthy = ScheduledNight.healthy.map(String.init).joined(separator: "|")
        return """
            said=$(\(merge) 2>&1); status=$?; \
            case $status in \(healthy)) printf '%s\\n' "$said";; \
            *) printf '%s\\n' "\(night.unit): exit status $status" "$said" | { \(notify); };; esac
            """
    }

    /// A word of sh.
    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
