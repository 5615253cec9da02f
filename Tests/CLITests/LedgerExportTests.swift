import Foundation
import Storage
import TestSupport
import Testing

@testable import Warehouse

/// What `costs --ledger` writes, checked by the program that stands in the documentation.
@Suite(.eachBackend) struct LedgerExportTests {
  @Test(.enabled("python3 is missing") { LedgerProgram.isThere })
  func `the documented rule checks an export, and finds what was changed in it`() async throws {
    let folder = try TemporaryFolder.current
    let url = try Backend.current.freshURL()
    try await LedgerProgram.fill(url)
    let file = folder.file("ledger.json")
    let outcome = try Program().run(["--store", url, "costs", "--ledger", "-o", file])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let program = try LedgerProgram()
    #expect(try program.check(file) == .init(status: 0, output: "4 calls, 2 chains, 0 wrong\n"))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for (old, new) in [
      (#""prompt_tokens": 3"#, #""prompt_tokens": 4"#), (#""sequence": 4"#, #""sequence": 5"#),
      (#""cost_nano_usd": 6000"#, #""cost_nano_usd": 60"#),
      (#""project": "team"#, #""project": "x"#),
      (#""cost_nano_usd": 9000"#, #""cost_nano_usd": 90"#),
      (#""cost_revision": 2"#, #""cost_revision": 3"#),
    ] {
      #expect(text.contains(old), "\(old)")
      try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try program.check(file).status == 2, "\(old)")
    }
    // The newest of the later costs is cut off.
    let lines = text.split(separator: "\n")
    let last = try #require(lines.lastIndex { $0.contains(#""kind": "cost""#) })
    let rest = lines.enumerated().filter { $0.offset != last }.map(\.element)
    try rest.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try program.check(file).status == 2)
    let csv = try Program().run(["--store", url, "costs", "--ledger", "--csv"])
    #expect(csv.output.split(separator: "\n").count == 10)
  }

  @Test func `filters that would tear a chain are refused`() throws {
    let outcome = try Program().run(["costs", "--ledger", "--model", "m"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("a chain is checked as a whole"))
  }
}

/// The program in docs/costs.md.
private struct LedgerProgram {
  private let path: String

  struct Outcome: Equatable {
    let status: Int32
    let output: String
  }

  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

  init() throws {
    let page = try String(contentsOfFile: Repository.root + "/docs/costs.md", encoding: .utf8)
    let start = try #require(page.firstRange(of: "<!-- check: ledger -->\n```python\n"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.firstRange(of: "\n```"))
    path = try TemporaryFolder.current.write(
      Array(rest[..<end.lowerBound].utf8), to: "check-ledger.py")
  }

  func check(_ file: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [path, file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }

  /// Four calls with everything that a digest covers, and with nothing of it; three of them have a
  /// later cost.
  static func fill(_ url: String) async throws {
    let store = try await Store.open(StoreURL(url), access: .create)
    _ = try await store.add(
      prices: [
        PriceRow(
          provider: "p", model: "m", .input, nanoUSDPerMillion: 2_000_000_000, validFrom: 0,
          source: "test")
      ])
    let run = try await store.database.write { connection in
      try RunIdentity.make(
        connection, .judge, configuration: "{}", person: "tests", experiment: "größer")
    }
    let session = try await RunSession.open(store, run, worker: "worker é")
    for number in 1...4 {
      try await session.write { writer in
        let open = try writer.begin(
          CallAttempt(
            item: nil,
            endpoint: EndpointName(
              host: "h", provider: "p", deployment: number == 1 ? nil : "d"),
            requestedModel: "m", credentialLabel: number == 2 ? nil : "team",
            parameters: #"{"temperature": 0.7}"#, reservedNanoUSD: number == 3 ? nil : 9))
        var call = CallRecord(.judge, .ok)
        call.tokens = number == 4 ? nil : TokenCounts()
        call.tokens?.prompt = Int64(number)
        call.replies = number == 1 ? [] : [StoredText("text \(number)"), nil, StoredText("ü")]
        let book = try PriceTable(writer.connection).book(models: ["m"])
        try writer.record(
          call, of: open,
          cost: book.cost(of: call.tokens, provider: "p", models: ["m"], at: open.sentAt))
      }
    }
    _ = try await store.add(
      prices: [
        PriceRow(
          provider: "p", model: "m", .input, nanoUSDPerMillion: 3_000_000_000, validFrom: 1,
          source: "test")
      ])
    #expect(try await store.reprice(onlyUnknown: false).changed == 3)
  }
}
