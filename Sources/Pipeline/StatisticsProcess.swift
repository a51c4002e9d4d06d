import WeirFormats

/// The process of its own in which data files of SPSS and Stata are read.
public enum StatisticsProcess {
    /// The word that starts it.
    public static let command = StatisticsChild.command

    /// Reads what it is asked to; the status to end with.
    public static func run() -> Int32 { StatisticsChild.run() }
}
