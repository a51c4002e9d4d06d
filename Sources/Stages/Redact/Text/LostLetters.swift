import Foundation

/// Letters that an earlier program lost: the sign that stands for one (U+FFFD), and the noughts of another encoding. Of a name
/// without a letter nobody knows where it ends.
enum LostLetters {
    static func stand(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress else { return false }
        if memchr(start, 0, text.count) != nil { return true }
        var at = 0
        while let found = memchr(start + at, 0xEF, text.count - at) {
            at = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found)) + 1
            if at + 1 < text.count, text[at] == 0xBF, text[at + 1] == 0xBD { return true }
        }
        return false
    }
}
