import Foundation
import WeirPipeline

/// The terminal as a screen of lines and a row of keys: raw mode through termios, on the alternate screen, so that
/// nothing of it stays in the terminal's history. Given back as it was on every way out but SIGKILL.
final class Terminal {
    private var decoder = KeyDecoder()
    private var shown: (columns: Int, rows: Int) = (0, 0)

    /// Whether somebody sits at both ends.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Takes the terminal; nil when there is none.
    init?() {
        guard Self.isThere, Takeover.take() else { return nil }
    }

    deinit { Takeover.giveBack() }

    /// The size in columns and rows.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws lines from the top; what was there before is gone.
    func draw(_ lines: [ScreenLine]) {
        shown = size
        var output = "\u{1B}[H"
        for (index, line) in lines.prefix(shown.rows).enumerated() {
            output += (index > 0 ? "\r\n" : "") + line.runs.map(Self.written).joined() + "\u{1B}[K"
        }
        FileHandle.standardOutput.write(Data((output + "\u{1B}[J").utf8))
    }

    private static func written(_ run: (text: String, emphasis: Emphasis)) -> String {
        switch run.emphasis {
        case .none: run.text
        case .bold: "\u{1B}[1m\(run.text)\u{1B}[0m"
        case .reverse: "\u{1B}[7m\(run.text)\u{1B}[0m"
        case .underline: "\u{1B}[4m\(run.text)\u{1B}[0m"
        }
    }

    /// The next key; nil when the size changed and the screen has to be drawn again.
    func key() -> Key? {
        while true {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            // An escape sequence comes in one go; a size is looked at four times a second.
            let count = poll(&waiting, 1, decoder.isWaiting ? 50 : 250)
            if count > 0 {
                var byte: UInt8 = 0
                let got = read(STDIN_FILENO, &byte, 1)
                if got < 0, errno == EINTR { continue }
                guard got == 1 else { return .interrupt }
                if let key = decoder.take(byte) { return key }
            } else {
                if decoder.isWaiting, let key = decoder.pause() { return key }
                if size != shown { return nil }
            }
        }
    }
}

/// What signal handlers must reach: they may call few functions and allocate nothing.
private enum Takeover {
    nonisolated(unsafe) private static var saved = termios()
    nonisolated(unsafe) private static var isTaken = false
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Alternate screen, cursor hidden; and back.
    private static let enter: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
    private static let leave: StaticString = "\u{1B}[0m\u{1B}[2J\u{1B}[?25h\u{1B}[?1049l"

    static func take() -> Bool {
        guard tcgetattr(STDIN_FILENO, &saved) == 0 else { return false }
        var raw = saved
        cfmakeraw(&raw)
        for number in signals {
            signal(number) { number in
                Takeover.giveBack()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        isTaken = true
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) == 0 else { return false }
        put(enter)
        return true
    }

    static func giveBack() {
        guard isTaken else { return }
        isTaken = false
        put(leave)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
    }

    private static func put(_ text: StaticString) { write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount) }
}
