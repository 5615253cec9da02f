import Foundation
import TestSupport
import Testing

/// What `docs/judge-change.md` shows is what the program prints.
///
/// `RECORD_SNAPSHOTS=1` writes it anew.
@Suite(.enabled(if: RealFiles.areThere, "needs SCOREHOUSE_TEST_DATA"), .temporaryFolder)
struct JudgeChangeTests {
  private static let path = Repository.root + "/docs/judge-change.md"

  @Test func `the page shows what the commands print`() throws {
    let store = try TemporaryFolder.current.file("scorehouse.db")
    let files = ["fastchat/forks/shisa-ai/ja_mt_bench", "alpaca_eval"].map { RealFiles.path($0) }
    let imported = try Program().run(["--store", store, "--quiet", "import"] + files)
    #expect(imported.status == 0, "\(imported.errors)")
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
    var parts = page.components(separatedBy: "```console\n")
    #expect(parts.count > 5)
    for index in parts.indices.dropFirst() {
      let block = parts[index].components(separatedBy: "\n```")[0]
      let lines = block.components(separatedBy: "\n")
      let end = try #require(lines.firstIndex { !$0.hasSuffix("\\") })
      let command = lines[...end].joined(separator: "\n")
      let prefix = "$ scorehouse"
      try #require(command.hasPrefix(prefix))
      let outcome = try Program.shell(
        "\"$0\" --store \"$1\"" + command.dropFirst(prefix.count), [Program.path, store])
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      let shown = command + "\n" + outcome.output.trimmingCharacters(in: .newlines)
      if isRecording {
        parts[index] = shown + parts[index].dropFirst(block.count)
      } else {
        #expect(block == shown, "run the tests with RECORD_SNAPSHOTS=1")
      }
    }
    guard isRecording else { return }
    try parts.joined(separator: "```console\n")
      .write(toFile: Self.path, atomically: true, encoding: .utf8)
  }
}
