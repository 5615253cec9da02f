import TestSupport
import Testing
import Warehouse

/// Different lists of parts never have one spelling.
@Suite struct CanonicalFormTests {
  /// A part of an identity, nested.
  private indirect enum Part: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int64)
    case real(UInt64)
    case flag(Bool)
    case key([UInt8])
    case list([Part])
    case object([[Part]])

    init(_ random: inout SeededRandom, depth: Int = 0) {
      switch random.int(0...(depth < 3 ? 7 : 5)) {
      case 0: self = .null
      // Texts that look like the spelling of other parts.
      case 1:
        self = .text(random.pick(["", "a", "ab", "b", "0\0", "t\u{1}a", "l\u{2}", "\0", "i"]))
      case 2: self = .integer(random.pick([0, 1, -1, 97, 256, .max, .min]))
      case 3: self = .real(random.pick([0, -0.0, 1, 0.5, 97, .leastNonzeroMagnitude]).bitPattern)
      case 4: self = .flag(random.oneIn(2))
      case 5: self = .key(Array(repeating: random.pick([0, 97]), count: Key.byteCount))
      case 6: self = .list(Self.parts(&random, depth + 1))
      default:
        let pairs = (0..<random.int(0...2)).map { _ in
          [Part.text(random.pick(["a", "b"])), Part(&random, depth: depth + 1)]
        }
        self = .object(pairs)
      }
    }

    static func parts(_ random: inout SeededRandom, _ depth: Int) -> [Part] {
      (0..<random.int(0...3)).map { _ in Part(&random, depth: depth) }
    }

    func add(to form: inout CanonicalForm) {
      switch self {
      case .null: form.addNull()
      case .text(let text): form.add(text)
      case .integer(let integer): form.add(integer)
      case .real(let bits): form.add(Double(bitPattern: bits))
      case .flag(let flag): form.add(flag)
      case .key(let bytes): form.add(Key(bytes))
      case .list(let parts):
        form.addList(count: parts.count)
        for part in parts { part.add(to: &form) }
      case .object(let pairs):
        form.addObject(count: pairs.count)
        for part in pairs.joined() { part.add(to: &form) }
      }
    }
  }

  private func key(_ add: (inout CanonicalForm) -> Void) -> Key {
    var form = CanonicalForm("test")
    add(&form)
    return form.key()
  }

  @Test(arguments: SeededRandom.seeds(10))
  func `different parts have different keys, equal ones equal keys`(seed: SeededRandom) {
    var random = seed
    var keys: [Key: [Part]] = [:]
    for _ in 0..<2_000 {
      let parts = Part.parts(&random, 0)
      let key = key { form in for part in parts { part.add(to: &form) } }
      #expect(keys[key, default: parts] == parts)
      keys[key] = parts
    }
    #expect(keys.count > 500)
  }

  @Test func `absent, empty and false are three things`() {
    let keys = [
      key { $0.add(nil as String?) }, key { $0.add("") }, key { $0.add(false) },
      key { $0.addList(count: 0) }, key { $0.addObject(count: 0) }, key { $0.add(0 as Int64) },
      key { $0.add(0.0 as Double) }, key { _ in },
    ]
    #expect(Set(keys).count == keys.count)
  }

  @Test func `an absent part of any type is one thing`() {
    let absent = key { $0.addNull() }
    #expect(key { $0.add(nil as String?) } == absent)
    #expect(key { $0.add(nil as Int64?) } == absent)
    #expect(key { $0.add(nil as Double?) } == absent)
    #expect(key { $0.add(nil as Key?) } == absent)
  }

  @Test func `a text moved to its neighbour is another list`() {
    let joined = ["ab|c", "a|bc", "abc|", "|abc"].map { text in
      key { form in
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
          form.add(String(part))
        }
      }
    }
    #expect(Set(joined).count == 4)
  }

  @Test(arguments: [0, 1, 127, 128, 129, 16_383, 16_384, 100_000])
  func `a text is the same as a string and as bytes`(count: Int) {
    let text = String(repeating: "x", count: count)
    #expect(key { $0.add(text) } == key { $0.add(utf8: text.utf8) })
    #expect(key { $0.add(text) } == key { $0.add(utf8: Array(("y" + text).utf8)[1...]) })
    #expect(key { $0.add(text) } != key { $0.add(text + "x") })
  }

  @Test func `forms of different names differ`() {
    #expect(CanonicalForm("judge").key() != CanonicalForm("board").key())
  }

  /// Stores made by different versions must agree on keys: the spelling may never change.
  @Test func `the spelling is the one that stores hold`() {
    let form = key { form in
      form.add("é")
      form.addNull()
      form.add(-2 as Int64)
      form.add(0.5 as Double)
      form.add(true)
      form.addList(count: 200)
      form.addObject(count: 1)
    }
    var spelled = Array("t\u{4}testt\u{2}é0\0i\u{8}".utf8)
    spelled += [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    spelled += Array("r\u{8}".utf8) + [0, 0, 0, 0, 0, 0, 0xE0, 0x3F]
    spelled += Array("y\0l".utf8) + [0xC8, 0x01]
    spelled += Array("o\u{1}".utf8)
    #expect(form == Key(of: spelled))
  }
}
