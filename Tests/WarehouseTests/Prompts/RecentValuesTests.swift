import TestSupport
import Testing

@testable import Warehouse

/// A memory of bounded size that keeps what was asked for last.
@Suite struct RecentValuesTests {
  @Test func `as many as its capacity are always there`() {
    var values = RecentValues<Int, String>(capacity: 4)
    for name in 0..<100 {
      values[name] = "value \(name)"
      for recent in max(0, name - 3)...name { #expect(values[recent] == "value \(recent)") }
    }
  }

  @Test func `at most twice its capacity are there`() {
    var values = RecentValues<Int, Int>(capacity: 4)
    for name in 0..<100 { values[name] = name }
    #expect((0..<100).filter { values[$0] != nil }.count <= 8)
    #expect(values[0] == nil)
  }

  @Test func `what is asked for again stays`() {
    var values = RecentValues<Int, Int>(capacity: 4)
    values[-1] = 7
    for name in 0..<100 {
      values[name] = name
      #expect(values[-1] == 7)
    }
  }

  @Test func `a value that is set again is the new one`() {
    var values = RecentValues<Int, Int>(capacity: 2)
    for round in 0..<10 {
      for name in 0..<3 {
        values[name] = round
        #expect(values[name] == round)
      }
    }
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `what is there is what was set last`(seed: SeededRandom) {
    var random = seed
    var values = RecentValues<Int, Int>(capacity: 3)
    var model: [Int: Int] = [:]
    for step in 0..<200 {
      let name = random.int(0...9)
      if random.oneIn(2) {
        values[name] = step
        model[name] = step
        #expect(values[name] == step)
      } else if let value = values[name] {
        #expect(value == model[name])
      }
    }
  }
}
