public import Foundation
public import WeirStudy
/// Stand-in until the sampler is in.
public struct Sampler { public init(study: Study, folder: URL, rows: Int, seed: UInt64) throws {}
 public func write(to out: URL) throws {} }
