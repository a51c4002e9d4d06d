import ArgumentParser
import Foundation
import WeirStudy

struct Schedule: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what a machine needs to merge every night: systemd units and a cron line.",
        discussion: """
            Nothing is installed: each part says in its first line which file it is for. Choose one of the two ways. A \
            schedule merges and never releases.
            """)

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String

    @Option(help: "The folder under which internal/<study>/<id> is made.")
    var out: String

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String

    @Option(help: "When, by the machine's clock.")
    var at = "02:30"

    @Option(help: "The user who merges: the folders have to belong to them.")
    var user = "weir"

    @Option(
        help: ArgumentHelp(
            "A command line of sh that is run after a night that failed, with what the night said on standard input.",
            valueName: "command"))
    var notify: String?

    @Option(
        help: "A file that each night that worked replaces by one line of JSON: who watches it sees a missed night.")
    var heartbeat: String?

    @Flag(help: "Print the systemd units only.")
    var system = false

    @Flag(help: "Print the cron line only.")
    var cron = false

    func validate() throws {
        guard TimeOfDay(at) != nil else { throw ValidationError("--at takes a time of day, such as 02:30.") }
        if system, cron { throw ValidationError("Give either --system or --cron.") }
        let name = /[a-z_][a-z0-9_-]*/
        guard user.wholeMatch(of: name) != nil else { throw ValidationError("--user takes the name of a user.") }
        let words = [study, inbox, out, keys, state ?? "", heartbeat ?? "", notify ?? ""]
        if words.contains(where: { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }) {
            throw ValidationError("Names and the command have to stand on one line.")
        }
    }

    func run() throws {
        let night = try night()
        let warnings = Self.warnings(about: night)
        for sentence in warnings { Console.note("weir: \(sentence)") }
        var parts: [String] = []
        if !cron { parts.append(SystemdUnits(night: night).text) }
        if !system {
            guard let line = CronLine(night: night).text else {
                throw Console.fail("the line is longer than cron takes. Use --system, or shorter names", .usage)
            }
            parts.append(line)
        }
        print(parts.joined(separator: "\n"), terminator: "")
        // What was printed is right, and would fail tonight.
        guard warnings.isEmpty else { throw ExitStatus.leftToDo.code }
    }

    /// What has to be done before the schedule works.
    private static func warnings(about night: ScheduledNight) -> [String] {
        let missing = night.written.filter { !FileManager.default.fileExists(atPath: $0) }
        let unseen = night.places.filter { $0.hasPrefix("/tmp/") || $0.hasPrefix("/var/tmp/") }
        return missing.map { "\($0) is not there yet. Make it, and give it to \(night.user)" }
            + unseen.map { "the service does not see \($0): it has temporary folders of its own. Move it" }
    }

    private func night() throws -> ScheduledNight {
        let definition = try Console.study(study)
        return ScheduledNight(
            program: Bundle.main.executablePath ?? CommandLine.arguments[0], study: Self.absolute(study),
            name: definition.name, inbox: Self.absolute(inbox), out: Self.absolute(out),
            state: Self.absolute(state ?? Console.memory(nil, out, definition).path), keys: Self.absolute(keys),
            heartbeat: heartbeat.map(Self.absolute), time: TimeOfDay(at)!,  // safe: validated
            user: user, notify: notify)
    }

    private static func absolute(_ path: String) -> String {
        let place = URL(filePath: path).standardizedFileURL.path
        return place.count > 1 && place.hasSuffix("/") ? String(place.dropLast()) : place
    }
}
