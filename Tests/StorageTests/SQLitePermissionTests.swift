import Foundation
import TestSupport
import Testing

@testable import Storage

/// What someone meets who may read a store and not write it.
///
/// The super-user may do anything, so these tests take another user's rights for the thread they
/// run on; that takes a super-user.
@Suite(.temporaryFolder, .enabled(if: geteuid() == 0)) struct SQLitePermissionTests {
  /// A closed store with one row, and its folder, with the permissions of each.
  private func store(file: Int, folder: Int) throws -> String {
    let place = try TemporaryFolder.current.path
    let path = place + "/store.db"
    let connection = Connection(
      driver: try SQLiteDriver(path: path, access: .create, options: SQLiteOptions()))
    try connection.make("CREATE TABLE t (n {INT}) {STRICT}; INSERT INTO t (n) VALUES (1);")
    // What a reader needs beside the file while someone writes.
    _ = try connection.integers("SELECT n FROM t")
    withExtendedLifetime(connection) {}
    try FileManager.default.setAttributes([.posixPermissions: file], ofItemAtPath: path)
    try FileManager.default.setAttributes([.posixPermissions: folder], ofItemAtPath: place)
    return path
  }

  /// Runs a closure with the rights of a user who owns nothing; the closure must not suspend.
  private func asNobody<T>(_ body: () throws -> T) throws -> T {
    let nobody: UInt32 = 65_534
    try setRights(nobody)
    defer { try? setRights(0) }
    return try body()
  }

  /// Linux keeps the rights on files by thread; the group goes first, while it still may.
  private func setRights(_ id: UInt32) throws {
    typealias SetRights = @convention(c) (UInt32) -> Int32
    for name in id == 0 ? ["setfsuid", "setfsgid"] : ["setfsgid", "setfsuid"] {
      guard let symbol = unsafe dlsym(nil, name) else { throw Planned() }
      _ = unsafe unsafeBitCast(symbol, to: SetRights.self)(id)
    }
  }

  private func open(_ path: String, _ access: Access) throws -> Connection {
    Connection(driver: try SQLiteDriver(path: path, access: access, options: SQLiteOptions()))
  }

  @Test func `a file that may not be read cannot be opened and says why`() throws {
    let path = try store(file: 0o600, folder: 0o755)
    for access in [Access.readOnly, .readWrite, .create] {
      let error = try asNobody { storageError { _ = try open(path, access) } }
      #expect(error?.code == .cannotOpen)
      #expect(error?.message.contains("Permission denied") == true)
    }
  }

  @Test func `a folder that may not be entered cannot be opened and says why`() throws {
    let path = try store(file: 0o644, folder: 0o700)
    let error = try asNobody { storageError { _ = try open(path, .readOnly) } }
    #expect(error?.code == .cannotOpen)
    #expect(error?.message.contains("Permission denied") == true)
  }

  @Test func `a store that may only be read is read and refuses to be written`() throws {
    let path = try store(file: 0o644, folder: 0o777)
    let (numbers, codes) = try asNobody {
      let reader = try open(path, .readOnly)
      let writer = try open(path, .readWrite)
      let codes = [
        failure { try reader.execute("DELETE FROM t") },
        failure { try writer.transaction { _ = try writer.execute("DELETE FROM t") } },
      ]
      return (try reader.integers("SELECT n FROM t"), codes)
    }
    #expect(numbers == [1])
    #expect(codes == [.readOnly, .readOnly])
  }

  @Test func `a new store in a folder that may not be written is refused and says why`() throws {
    let folder = try TemporaryFolder.current
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let error = try asNobody { storageError { _ = try open(folder.file("new.db"), .create) } }
    #expect(error?.code == .cannotOpen)
    #expect(error?.message == "its folder cannot be written")
    #expect(try folder.names() == [])
  }

  /// A log needs files beside the store that such a reader may not make.
  @Test func `a store in a folder that may not be written has one clear error`() throws {
    let path = try store(file: 0o644, folder: 0o755)
    let error = try asNobody { storageError { _ = try open(path, .readOnly) } }
    #expect(error?.code == .readOnly)
    #expect(error?.description.contains("write permission on the file and its folder") == true)
  }

  @Test func `a step that was left half done is not read as if it were whole`() throws {
    let path = try store(file: 0o644, folder: 0o755)
    let connection = try open(path, .readWrite)
    try connection.keep(.undo)
    let left = try TemporaryFolder.current.file("left.db")
    #expect(throws: Planned.self) {
      try connection.transaction {
        try connection.execute("UPDATE t SET n = 2")
        // To disk, as a full cache would be.
        try connection.execute(script: "PRAGMA cache_spill = 1; PRAGMA cache_size = 1")
        for row in 0..<5_000 {
          try connection.execute("INSERT INTO t (n) VALUES ($1)", [.integer(row)])
        }
        for ending in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: path + ending, toPath: left + ending)
        }
        throw Planned()
      }
    }
    let found = #expect(throws: StorageError.self) {
      try asNobody { try open(left, .readOnly).integers("SELECT n FROM t") }
    }
    #expect(found?.code == .leftUndone)
    #expect(found?.description.contains("give yourself write permission") == true)
  }
}
