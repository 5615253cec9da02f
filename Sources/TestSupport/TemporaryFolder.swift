internal import Foundation
internal import Synchronization
public import Testing

/// A folder of its own for one test, removed when the test is over.
///
/// A suite or a test with the trait `.temporaryFolder` finds it in `TemporaryFolder.current`.
public struct TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String

  /// The folder of the test that is running.
  public static var current: TemporaryFolder {
    get throws {
      guard let folder = Scope.folder else { throw MissingTrait() }
      return folder
    }
  }

  /// The path of a file that may not be there.
  public func file(_ name: String) -> String { path + "/" + name }

  /// The path of a file that no one else was given.
  public func freshFile(ending: String) -> String {
    file("\(Self.count.add(1, ordering: .relaxed).newValue).\(ending)")
  }

  /// Writes a file and returns its path.
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// The bytes of a file.
  public static func bytes(of path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }

  /// The names of the files in it, sorted.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  private static let count = Atomic(0)

  /// Runs a closure with a folder of its own, which is removed behind it.
  static func withFresh(_ body: () async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "scorehouse-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try await Scope.$folder.withValue(TemporaryFolder(path: url.path)) { try await body() }
  }

  fileprivate enum Scope {
    @TaskLocal static var folder: TemporaryFolder?
  }
}

/// What `TemporaryFolder.current` throws in a test that did not ask for a folder.
struct MissingTrait: Error, CustomStringConvertible {
  var description: String { "the test has no trait `.temporaryFolder`" }
}

/// Gives every test a temporary folder.
public struct TemporaryFolderTrait: TestTrait, SuiteTrait, TestScoping {
  /// Whether the tests of a suite inherit it.
  public var isRecursive: Bool { true }

  /// A scope for each case of a test, none for a suite as a whole.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  /// Runs a test case with a folder of its own.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent () async throws -> Void
  ) async throws {
    try await TemporaryFolder.withFresh { try await function() }
  }
}

extension Trait where Self == TemporaryFolderTrait {
  /// A temporary folder for each test case.
  public static var temporaryFolder: Self { Self() }
}
