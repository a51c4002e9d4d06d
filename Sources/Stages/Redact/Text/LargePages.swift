import Foundation

/// Memory for large tables of which every question meets another place: in large pages, where the system has them, because
/// finding a small one takes longer than the question.
enum LargePages {
    /// Room for so many elements, all bits 0. What is never touched takes no memory.
    static func allocate<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
        let bytes = count * MemoryLayout<Element>.stride
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let memory, memory != MAP_FAILED else { preconditionFailure("no memory for \(bytes) bytes") }
        #if os(Linux)
            if bytes > 1 << 20 { madvise(memory, bytes, MADV_HUGEPAGE) }
        #endif
        return memory.bindMemory(to: Element.self, capacity: count)
    }

    /// Gives back the room for so many elements.
    static func free<Element: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Element>, _ count: Int) {
        munmap(memory, count * MemoryLayout<Element>.stride)
    }
}
