import Foundation
import TestSupport

/// A store that holds what `Examples/` does, made once for all tests on an engine; they read it or
/// copy it.
enum ExampleStore {
  /// The file, or the URL on the engine of the running test.
  static var path: Result<String, any Error> {
    switch Backend.current {
    case .sqlite: sqlite
    case .postgres: postgres
    }
  }

  private static let sqlite = Result { () throws -> String in
    atexit { try? FileManager.default.removeItem(atPath: ExampleStore.file) }
    return try filled(file)
  }

  private static let postgres = Result { () throws -> String in
    try filled(Backend.postgres.freshURL())
  }

  private static func filled(_ store: String) throws -> String {
    let outcome = try Program().run(["--store", store, "import", Repository.root + "/Examples"])
    guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
    return store
  }

  private static let file = NSTemporaryDirectory() + "scorehouse-examples-\(getpid()).db"

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
