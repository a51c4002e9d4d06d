import CExpat
import Foundation
import WeirCore

/// Takes what an XML part says, in its order. Names come without their prefix.
protocol XMLHandler: AnyObject {
    func start(_ name: XMLName, _ attributes: XMLAttributes) throws
    func end(_ name: XMLName) throws
    func text(_ bytes: UnsafeRawBufferPointer) throws
    /// Whether enough was read for now.
    var isFull: Bool { get }
}

/// The local name of an element or an attribute.
struct XMLName {
    fileprivate let start: UnsafePointer<CChar>

    fileprivate init(_ name: UnsafePointer<CChar>) {
        var start = name
        var at = name
        while at.pointee != 0 {
            if at.pointee == 58 { start = at + 1 }
            at += 1
        }
        self.start = start
    }

    @inline(__always)
    static func ~= (word: StaticString, name: XMLName) -> Bool { name == word }

    @inline(__always)
    static func == (name: XMLName, word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        var at = 0
        while at < length {
            // The name's own end differs from every letter, so that nothing behind it is read.
            if UInt8(bitPattern: name.start[at]) != word.utf8Start[at] { return false }
            at += 1
        }
        return name.start[length] == 0
    }
}

/// Whether the value of an attribute is a word.
@inline(__always)
func ~= (word: StaticString, value: UnsafeRawBufferPointer) -> Bool {
    value.count == word.utf8CodeUnitCount
        && value.elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
}

/// The attributes of an element.
struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    fileprivate init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { self.pairs = pairs }

    /// The value of an attribute.
    subscript(_ name: StaticString) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        forEach { if found == nil, $0 == name { found = $1 } }
        return found
    }

    /// Each attribute with its value, in their order.
    @inline(__always)
    func forEach(_ body: (XMLName, UnsafeRawBufferPointer) throws -> Void) rethrows {
        guard let pairs else { return }
        var at = 0
        while let key = pairs[at], let value = pairs[at + 1] {
            try body(XMLName(key), UnsafeRawBufferPointer(start: value, count: strlen(value)))
            at += 2
        }
    }

    /// The value of an attribute as text.
    func string(_ name: StaticString) -> String? { self[name].map { String(decoding: $0, as: UTF8.self) } }

    /// The value of an attribute as a number from 0 on; nil when it is absent, and `Int.max` when it is no such number.
    func number(_ name: StaticString) -> Int? { self[name].map(Self.number) }

    /// A value as a number from 0 on; `Int.max` when it is no such number.
    static func number(_ digits: UnsafeRawBufferPointer) -> Int {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return .max }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}

/// Reads an XML part in blocks. Whatever declares a document type is refused, and with it every entity; so is a part
/// whose single words are longer than any workbook's.
final class XMLReader {
    private let parser: XML_Parser
    private let source: any ByteSource
    private let handler: any XMLHandler
    private let file: String
    private var failure: (any Error)?
    private var fed = 0
    private var depth = 0
    private var isSuspended = false
    private var isFinished = false

    private static let block: Int32 = 64 * 1024
    private static let longestWord = 1 << 20
    private static let deepest = 256

    init(_ source: any ByteSource, _ handler: any XMLHandler, file: String) {
        self.source = source
        self.handler = handler
        self.file = file
        guard let parser = XML_ParserCreate(nil) else { preconditionFailure("no memory for expat") }
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { XMLReader.from($0).started($1, $2) }, { XMLReader.from($0).ended($1) })
        XML_SetCharacterDataHandler(parser) { XMLReader.from($0).texted($1, $2) }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            let reader = XMLReader.from(user)
            reader.stop(Diagnostic(.xmlDoctype, at: Place(file: reader.file)))
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Reads on until the handler has enough; false when the part has ended.
    /// - Throws: what the handler or the source throws, or that the part is damaged.
    func advance() throws -> Bool {
        if let failure { throw failure }
        do { return try parse() } catch {
            // Asked again, the same is told again.
            failure = error
            throw error
        }
    }

    private func parse() throws -> Bool {
        while !isFinished {
            let status = isSuspended ? XML_ResumeParser(parser) : try feed()
            if let failure { throw failure }
            isSuspended = status == XML_STATUS_SUSPENDED
            if isSuspended { return true }
            guard status == XML_STATUS_OK else { throw Diagnostic(.workbookCorrupt, at: Place(file: file)) }
            if !fedAll, fed - Int(XML_GetCurrentByteIndex(parser)) > Self.longestWord {
                throw Diagnostic(.xmlTooLong, at: Place(file: file))
            }
        }
        return false
    }

    /// Reads to the end.
    func readAll() throws { while try advance() {} }

    private func feed() throws -> XML_Status {
        if fedAll {
            isFinished = true
            return XML_STATUS_OK
        }
        guard let buffer = XML_GetBuffer(parser, Self.block) else {
            throw Diagnostic(.xmlTooLong, at: Place(file: file))
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(Self.block)))
        fed += count
        fedAll = count == 0
        return XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
    }

    private var fedAll = false

    private static func from(_ user: UnsafeMutableRawPointer?) -> XMLReader {
        guard let user else { preconditionFailure("expat forgot whose parser it is") }
        return Unmanaged<XMLReader>.fromOpaque(user).takeUnretainedValue()
    }

    private func stop(_ error: any Error) {
        if failure == nil { failure = error }
        XML_StopParser(parser, 0)
    }

    private func started(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard failure == nil, let name else { return }
        depth += 1
        if depth > Self.deepest { return stop(Diagnostic(.workbookCorrupt, at: Place(file: file))) }
        do { try handler.start(XMLName(name), XMLAttributes(attributes)) } catch { stop(error) }
    }

    private func ended(_ name: UnsafePointer<CChar>?) {
        guard failure == nil, let name else { return }
        depth -= 1
        do { try handler.end(XMLName(name)) } catch { return stop(error) }
        if handler.isFull { XML_StopParser(parser, 1) }
    }

    private func texted(_ text: UnsafePointer<CChar>?, _ count: Int32) {
        guard failure == nil else { return }
        do { try handler.text(UnsafeRawBufferPointer(start: text, count: Int(count))) } catch { stop(error) }
    }
}

extension XMLHandler {
    var isFull: Bool { false }
}
