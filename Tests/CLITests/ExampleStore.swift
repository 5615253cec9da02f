import Foundation
import TestSupport

/// A store that holds what `Examples/` does, made once for all tests; they read it or copy it.
enum ExampleStore {
  static let path = Result { () throws -> String in
    atexit { try? FileManager.default.removeItem(atPath: ExampleStore.file) }
    let outcome = try Program().run(["--store", file, "import", Repository.root + "/Examples"])
    guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
    return file
  }

  private static let file = NSTemporaryDirectory() + "scorehouse-examples-\(getpid()).db"

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
