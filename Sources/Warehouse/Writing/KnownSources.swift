package import Storage

/// What a reader of files needs to know of the sources that a store has, as it was at one moment.
package struct KnownSources: Sendable {
  private var keys: Set<Key> = []
  private var byteCounts: Set<Int> = []

  /// The sources of a store.
  package init(_ connection: Connection) throws {
    try connection.forEach("SELECT source_key, byte_count FROM sources") { row in
      if let key = Key(try row.bytes(0)) { keys.insert(key) }
      byteCounts.insert(try row.int(1))
    }
  }

  /// Whether there is none.
  package var isEmpty: Bool { keys.isEmpty }

  /// Whether a source is there.
  package func contains(_ key: Key) -> Bool { keys.contains(key) }

  /// Whether content of this length may be there: read before, or met twice in one import.
  package func mayHave(byteCount: Int) -> Bool { byteCounts.contains(byteCount) }

  /// Says that files of these lengths are to come, of which some may be the same.
  package mutating func expect(byteCounts lengths: [Int]) {
    var met: Set<Int> = []
    byteCounts.formUnion(lengths.filter { !met.insert($0).inserted })
  }
}
