import Evaluate
import Testing

/// A key shows itself nowhere.
@Suite struct SecretTests {
  /// Whoever logs, interpolates or dumps gets stars.
  @Test func `it prints stars`() {
    let secret = Secret("sk-12345")
    var dumped = ""
    dump([secret], to: &dumped)
    for text in ["\(secret)", "\(Optional(secret) as Any)", String(reflecting: secret), dumped] {
      #expect(text.contains("***"), "\(text)")
      #expect(!text.contains("12345"), "\(text)")
    }
  }
}
