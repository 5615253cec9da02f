import Foundation
import TestSupport

/// The examples of `docs/your-own-sql.md`.
struct SQLExample: Sendable, CustomStringConvertible {
  /// What it takes: programs, and modules of Python.
  let needs: [String]
  let isPython: Bool
  let code: String
  /// The report whose figures it gives, and the columns that it shows; nil: of none.
  let report: (arguments: [String], columns: [String])?
  /// What it prints, where the page says so.
  let expected: String?

  var description: String { code.split(separator: "\n").prefix(3).joined(separator: " ") }

  /// All of the page, in order.
  static let all: [SQLExample] = {
    let path = Repository.root + "/docs/your-own-sql.md"
    guard let page = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return page.components(separatedBy: "<!-- needs: ").dropFirst().compactMap(SQLExample.init)
  }()

  private init?(_ part: String) {
    let block = /```(sh|python)\n([\s\S]*?)```/
    guard let needs = part.prefixMatch(of: /([^>]*) -->/), let code = part.firstMatch(of: block)
    else { return nil }
    self.needs = needs.1.split(separator: " ").map(String.init)
    isPython = code.1 == "python"
    self.code = String(code.2)
    report = part.firstMatch(of: /<!-- report: (.*) \| (.*) -->/).map {
      ($0.1.split(separator: " ").map(String.init), $0.2.split(separator: " ").map(String.init))
    }
    expected = part.firstMatch(of: /```text\n([\s\S]*?)```/).map { String($0.1) }
  }

  /// The private environment of `scripts/sql-tools` before the rest of the machine.
  private static let path = "PATH=\"\(Repository.root)/.build/sql-tools/bin:$PATH\";"

  /// Whether everything that it takes is there.
  var canRun: Bool {
    needs.allSatisfy { need in
      let line =
        ["sqlite3", "python3", "datasette"].contains(need)
        ? "command -v \(need)" : "python3 -c 'import \(need)'"
      return (try? Program.shell("\(Self.path) \(line)", []))?.status == 0
    }
  }

  /// Runs it in a folder that holds `scorehouse.db`.
  func run(in folder: String) throws -> Program.Outcome {
    try Program.shell(
      "\(Self.path) cd \"$0\" && printf '%s' \"$1\" | \(isPython ? "python3 -" : "sh")",
      [folder, code])
  }
}
