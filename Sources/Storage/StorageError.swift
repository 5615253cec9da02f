/// Why the storage engine could not do what it was asked.
///
/// Facts only; the words are in
/// `StorageError+Description.swift`.
package struct StorageError: Error, Hashable, Sendable {
  /// What kind of failure it is, on any engine.
  package enum Code: Hashable, Sendable {
    /// A key, a check or a reference does not hold.
    case constraint
    /// Another connection has held the store for longer than the time allowed.
    case busy
    /// The engine ended the transaction in favour of another one; it may be tried again.
    case conflict
    /// The connection ended before the transaction was to be kept; nothing of it was.
    case disconnected
    /// The connection ended while the transaction was being kept.
    case unconfirmed
    /// The engine's own rules of access forbid it.
    case denied
    case readOnly
    case full
    case corrupt
    /// The file is not a database of this engine.
    case notADatabase
    /// A database of this engine that was not made by us.
    case foreign
    case cannotOpen
    /// A file stands where a new one is to be made.
    case occupied
    case missing
    /// The store's file was deleted or replaced while it was in use.
    case vanished
    /// A process that was killed left a transaction half done, and the session may not undo it.
    case leftUndone
    case interrupted
    /// A statement asked for what the session may not do; the message says what.
    case refused
    /// A value has another type than the code expects.
    case decoding
    /// The engine is older than we need.
    case unsupported
    case other
  }

  package let code: Code
  /// The engine's own code: an extended result code, or an SQLSTATE.
  package let nativeCode: String?
  package let message: String
  /// The statement, without its values.
  package let sql: String?
  /// The file or the server.
  package let location: String?
  /// Where in the statement, in characters from 1.
  package let position: Int?

  package init(
    _ code: Code, _ message: String, nativeCode: String? = nil, sql: String? = nil,
    location: String? = nil, position: Int? = nil
  ) {
    self.code = code
    self.nativeCode = nativeCode
    self.message = message
    self.sql = sql
    self.location = location
    self.position = position
  }
}
