import GRDB

extension Ledger {
    /// Why a ledger cannot be used, as far as somebody can do something about it.
    public enum Trouble: Equatable, Sendable {
        /// It is not as it was written.
        case damaged(file: String)
        /// It is gone; alone, or with the file that knows who withdrew.
        case missing(file: String, isAlone: Bool)
        /// Both were put back from before the last links of the chain.
        case behind(folder: String, links: Int)
        /// The file that knows who withdrew is not as it was written.
        case withdrawalsDamaged(file: String)
        /// The disk is full.
        case full
        /// It may not be written to, or not be opened.
        case closed
        /// Somebody else writes to it for too long.
        case busy
        /// The disk fails.
        case disk

        /// The trouble that an error tells of; nil when it is none with the ledger.
        public init?(_ error: any Error) {
            switch error {
            case let error as Damage: self = .damaged(file: error.file)
            case let error as Missing: self = .missing(file: error.file, isAlone: error.isAlone)
            case let error as Behind: self = .behind(folder: error.folder, links: error.links)
            case let error as WithdrawalsDamaged: self = .withdrawalsDamaged(file: error.file)
            case let error as DatabaseError: self.init(error.resultCode)
            default: return nil
            }
        }

        private init?(_ code: ResultCode) {
            switch code {
            case .SQLITE_FULL: self = .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .closed
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
            case .SQLITE_IOERR: self = .disk
            default: return nil
            }
        }
    }
}
