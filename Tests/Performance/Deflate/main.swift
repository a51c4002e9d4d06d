import Foundation
import WeirFormats

// Deflates standard input as data sets are deflated: what `make bench-formats` holds against gzip and pigz.
var stream = GzipStream()
while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
    try FileHandle.standardOutput.write(contentsOf: Data(stream.append(Array(piece))))
}
try FileHandle.standardOutput.write(contentsOf: Data(stream.finish()))
