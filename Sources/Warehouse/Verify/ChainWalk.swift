internal import Storage

/// Follows one chain link by link, and tells what is wrong with it.
struct ChainWalk {
  /// What a link is called: `call`, or `later cost`.
  let noun: String
  private(set) var problems: [String] = []
  private var expected: Int64 = 1
  private var previous: Key?

  init(of noun: String) {
    self.noun = noun
  }

  /// A link as it stands.
  struct Link {
    let sequence: Int64
    /// The digest of the link before, as it says.
    let previous: Key?
    /// What its row says.
    let digest: Key?
    /// What the rule gives.
    let computed: Key?
    /// What a person finds it by.
    let name: String
  }

  /// Takes the next link, in order of their places.
  mutating func take(_ link: Link) {
    guard link.digest != nil else {
      return problems.append("\(noun) (\(link.name)) is in no chain")
    }
    if link.sequence > expected {
      problems.append(
        link.sequence == expected + 1
          ? "\(noun) \(expected) was removed"
          : "\(noun)s \(expected) to \(link.sequence - 1) were removed")
    } else if link.sequence < expected {
      problems.append(
        "\(noun) \(link.sequence) (\(link.name)) has no place of its own in the chain")
    } else if link.previous != previous {
      problems.append("\(noun) \(link.sequence) does not follow \(noun) \(link.sequence - 1)")
    }
    if link.computed != link.digest {
      problems.append("\(noun) \(link.sequence) (\(link.name)) was edited or moved")
    }
    expected = max(expected, link.sequence + 1)
    previous = link.digest
  }

  mutating func add(_ problem: String) { problems.append(problem) }

  /// Compares the end with what the head says.
  mutating func end(at head: CallChain.Head?) {
    guard let head else { return problems.append("the head of the chain was removed") }
    if head.count >= expected {
      problems.append(
        head.count == expected
          ? "\(noun) \(expected), the last one, was removed"
          : "\(noun)s \(expected) to \(head.count), the last ones, were removed")
    } else if head.count < expected - 1 {
      problems.append(
        "\(noun)s \(head.count + 1) to \(expected - 1) were put behind the head of the chain")
    } else if head.digest != previous {
      problems.append("the head of the chain is not the digest of its last \(noun)")
    }
  }
}
