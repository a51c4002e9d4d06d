/// What does not depend on the words: the sums of what stands outside the answer, of rules that found nothing, of how many
/// words near by are foreign.
struct ContextEdges: ~Copyable {
    typealias Weights = ContextModel.Weights
    private static let reach = 3
    private static let lists = 64

    private var foreign = Room<Weights>()
    private var edges = Room<Weights>()
    private var quiet = Room<Weights>()
    private var rules = Room<Weights>()
    /// Numbers of kinds, and of what stands outside.
    private static let ruleNumbers = 256

    init(_ model: ContextModel) {
        for offset in -Self.reach...Self.reach {
            for rule in 0..<Self.ruleNumbers { rules.append(Self.rule(UInt64(rule), offset, model)) }
        }
        for count in 0...UInt64(2 * Self.reach) {
            for lists in 0..<UInt64(Self.lists) {
                var sum = Weights()
                ContextFeatures.tellForeign(count, lists) { sum &+= model.weights(of: $0) }
                foreign.append(sum)
            }
        }
        for behind in 0...Self.reach {
            for before in 0...Self.reach {
                edges.append(Self.outside(before, behind, model))
                quiet.append(Self.rules(before, behind, model))
            }
        }
    }

    private static func outside(_ before: Int, _ behind: Int, _ model: ContextModel) -> Weights {
        withUnsafePointer(to: ContextWord.outside) { outside in
            var sum = Weights()
            for offset in -reach...reach where offset < -before || offset > behind {
                let features = ContextFeatures(style: 0, word: outside - offset)
                features.tellWord(offset) { sum &+= model.weights(of: $0) }
                features.tellAllowed(offset) { sum &+= model.weights(of: $0) }
                features.tellGap(offset) { sum &+= model.weights(of: $0) }
            }
            return sum
        }
    }

    /// Of places where the rules found nothing, and of places outside.
    private static func rules(_ before: Int, _ behind: Int, _ model: ContextModel) -> Weights {
        (-reach...reach).reduce(into: Weights()) { sum, offset in
            let isInside = -before <= offset && offset <= behind
            sum &+= rule(isInside ? 0 : ContextWord.outside.rule, offset, model)
        }
    }

    /// Of what the rules found at one place.
    private static func rule(_ rule: UInt64, _ offset: Int, _ model: ContextModel) -> Weights {
        var word = ContextWord.outside
        word.rule = rule
        return withUnsafePointer(to: word) { word in
            var sum = Weights()
            ContextFeatures(style: 0, word: word - offset).tellRule(offset) { sum &+= model.weights(of: $0) }
            return sum
        }
    }

    /// Of what the rules found at a word and around it.
    @inline(__always)
    func rules(_ word: UnsafePointer<ContextWord>) -> Weights {
        var sum = Weights()
        for offset in -Self.reach...Self.reach {
            sum &+= rules[(offset + Self.reach) * Self.ruleNumbers + Int(word[offset].rule)]
        }
        return sum
    }

    /// Of how many words around are foreign.
    @inline(__always)
    func foreign(_ word: UnsafePointer<ContextWord>) -> Weights {
        var count = 0
        for offset in 1...Self.reach {
            count += (word[offset].isForeign ? 1 : 0) + (word[-offset].isForeign ? 1 : 0)
        }
        return foreign[count * Self.lists + Int(word.pointee.lists)]
    }

    /// Of the places outside, by how many words stand before and behind.
    @inline(__always)
    func weights(_ before: Int, _ behind: Int) -> Weights { edges[before | behind << 2] }

    /// The same where the rules found nothing.
    @inline(__always)
    func quiet(_ before: Int, _ behind: Int) -> Weights {
        edges[before | behind << 2] &+ quiet[before | behind << 2]
    }
}
