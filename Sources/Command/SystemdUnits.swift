/// The units of a scheduled night, as systemd reads them: a service that may write into its folders only and has no
/// network, a timer that makes up for a missed night, and a service that tells about a night that failed.
struct SystemdUnits {
    let night: ScheduledNight

    /// All units, each with its place in a comment.
    var text: String { ([service, timer] + (notification.map { [$0] } ?? [])).joined(separator: "\n") }

    private static let folder = "/etc/systemd/system"

    private var service: String {
        """
        # \(Self.folder)/\(night.unit).service
        # Put each part into the file that its first line names. Then: systemctl daemon-reload, and
        # systemctl enable --now \(night.unit).timer. What a night says: journalctl -u \(night.unit).service
        [Unit]
        Description=weir: nightly merge of \(Self.specified(night.name))
        RequiresMountsFor=\(night.places.map(Self.quoted).joined(separator: " "))
        \(night.notify == nil ? "" : "OnFailure=\(night.unit)-notify.service\n")
        [Service]
        Type=oneshot
        User=\(night.user)
        ExecStart=\(Self.commandLine(night.words))
        # Something left to do, and nothing changed, are healthy.
        SuccessExitStatus=\(ScheduledNight.healthy.dropFirst().map(String.init).joined(separator: " "))
        # A night that stands still is ended and told, so that the next one works.
        TimeoutStartSec=6h
        UMask=0077
        LimitCORE=0
        MemoryMax=2G
        ProtectSystem=strict
        ReadWritePaths=\(night.written.map(Self.quoted).joined(separator: " "))
        ProtectHome=\(isAtHome ? "read-only" : "yes")
        PrivateTmp=yes
        PrivateNetwork=yes
        PrivateDevices=yes
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        RestrictAddressFamilies=AF_UNIX
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        MemoryDenyWriteExecute=yes
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectProc=invisible
        RemoveIPC=yes
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged
        SystemCallErrorNumber=EPERM

        """
    }

    private var timer: String {
        """
        # \(Self.folder)/\(night.unit).timer
        [Unit]
        Description=weir: every night at \(night.time.text)

        [Timer]
        OnCalendar=*-*-* \(night.time.text):00
        # A night that was missed because the machine was off is made up for when it is on again.
        Persistent=true

        [Install]
        WantedBy=timers.target

        """
    }

    /// The hook may need the network, so it is no child of the service.
    private var notification: String? {
        guard let notify = night.notify else { return nil }
        let script = """
            { echo "\(night.unit): $MONITOR_SERVICE_RESULT, exit status $MONITOR_EXIT_STATUS"; \
            journalctl --quiet --no-pager --output=cat _SYSTEMD_INVOCATION_ID="$MONITOR_INVOCATION_ID"; } | { \(notify); }
            """
        return """
            # \(Self.folder)/\(night.unit)-notify.service
            # Told of a night that failed, with what it said on standard input; also when it was stopped or killed.
            [Unit]
            Description=weir: tells about a night of \(Self.specified(night.name)) that failed

            [Service]
            Type=oneshot
            User=\(night.user)
            SupplementaryGroups=systemd-journal
            ExecStart=/bin/sh -c \(Self.quoted(Self.literal(script)))

            """
    }

    /// Whether something lies where `ProtectHome=yes` would hide it.
    private var isAtHome: Bool {
        night.places.contains { place in ["/home/", "/root/", "/run/user/"].contains(where: place.hasPrefix) }
    }

    /// Words of a command line. The first one is a path, in which `$` is no variable.
    private static func commandLine(_ words: [String]) -> String {
        (words.prefix(1).map(quoted) + words.dropFirst().map { quoted(literal($0)) }).joined(separator: " ")
    }

    /// `$` as itself.
    private static func literal(_ text: String) -> String { text.replacing("$", with: "$$") }

    /// `%` as itself.
    private static func specified(_ text: String) -> String { text.replacing("%", with: "%%") }

    private static func quoted(_ text: String) -> String {
        "\"" + specified(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
