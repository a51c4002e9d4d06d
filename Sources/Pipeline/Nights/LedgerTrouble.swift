import WeirState

/// Why a study's memory cannot be used, in a sentence with what to do.
public struct LedgerTrouble {
    private let trouble: Ledger.Trouble

    /// Nil when the error is none with the ledger.
    public init?(_ error: any Error) {
        guard let trouble = Ledger.Trouble(error) else { return nil }
        self.trouble = trouble
    }

    /// What is the matter, and what to do.
    public var sentence: String {
        switch trouble {
        case .damaged(let file):
            "the ledger \(file) is damaged; nothing was published. Take it away with what has its name and -wal or -shm "
                + "behind it, and copy its backup there. Only where there is none, merge once with --new-ledger instead. \(Self.lost)"
        case .missing(let file, isAlone: false):
            "the ledger \(file) is gone, though this memory had one; nothing was published. Take away what has its name and "
                + "-wal or -shm behind it, and copy its backup there. Only where there is none, merge once with --new-ledger. "
                + Self.lost
        case .missing(let file, isAlone: true):
            "the ledger \(file) is gone, though this memory had one, and so is withdrawals.txt beside it: nobody could tell any "
                + "more who withdrew. Nothing was published. Restore one of the two from its backup, or begin another memory: "
                + "merge once with --state and --accept-memory, and then withdraw everybody once more who did"
        case .behind(let folder, let links):
            "ledger and withdrawals.txt in \(folder) are both older than the chain beside them, by \(links) "
                + "\(links == 1 ? "link" : "links"): whoever withdrew since would come back. Nothing was published. Restore the "
                + "newest backup of one of the two. \(MemoryNotOfDataSet.accepting)"
        case .withdrawalsDamaged(let file):
            "\(file) is damaged, which knows who withdrew; nothing was published. Restore it from its backup, or, as long as the "
                + "ledger is whole, move it away: it is then written anew from the ledger"
        case .full: "the disk of the study's memory is full. Nothing was published. Make room there"
        case .closed:
            "the ledger of the study's memory cannot be opened or written to. Nothing was published. Look for rights there; one "
                + "that an earlier program wrote has to be brought up to date by a merge first"
        case .busy: "another run writes to the ledger of the study's memory for too long. Wait for it to end"
        case .disk:
            "the disk of the study's memory fails, or is full. Nothing was published. Look for free space, then at the disk"
        }
    }

    private static let lost =
        "Then lost are: decisions about open answers, what was accepted, earlier nights and findings, and what is known of "
        + "releases, so that none is made beside those that are out. What lies in the inbox no more is missing. Who withdrew "
        + "stays out"
}
