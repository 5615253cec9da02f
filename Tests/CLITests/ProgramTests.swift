import TestSupport
import Testing

@Suite struct ProgramTests {
  @Test func `help names every verb`() throws {
    let outcome = try Program().run(["--help"])
    #expect(outcome.status == 0)
  }
}
