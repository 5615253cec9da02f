internal import Foundation
internal import Warehouse

/// A folder for the files of one case after the other, and an empty store to copy.
public struct FuzzScratch: Sendable {
  let folder: String
  private let root: String
  private let template: String

  /// Makes a folder of its own below another, best in memory.
  ///
  /// - Throws: what the system or the store says.
  public init(below parent: String) async throws {
    root = "\(parent)/scorehouse-fuzz-\(UUID().uuidString.prefix(8))"
    folder = root + "/case"
    template = root + "/empty.db"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let store = try await Store.open(StoreURL(root + "/first.db"), access: .create)
    try await store.backup(to: template)
  }

  /// Takes the folder away.
  public func remove() { try? FileManager.default.removeItem(atPath: root) }

  /// A store with nothing in it.
  func store() async throws -> Store {
    clean()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: template, toPath: folder + "/store.db")
    return try await Store.open(StoreURL(folder + "/store.db"), access: .readWrite)
  }

  /// Takes away what a case left.
  func clean() { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a file, made with the folders above it.
  @discardableResult
  static func write(_ bytes: [UInt8], to path: String) throws -> String {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return path
  }
}
