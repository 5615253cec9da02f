extension StorageError: CustomStringConvertible {
  /// One line: what failed, why, where, and what to do where that is known.
  package var description: String {
    let place = location.map { "\($0): " } ?? ""
    let native = nativeCode.map { " (\($0))" } ?? ""
    let message = Self.line(message)
    return switch code {
    case .busy:
      "\(place)the store is busy: another process has held it too long; try again when it is done"
    case .conflict:
      "\(place)others wrote the same rows at the same time; nothing of this step was kept, try again"
    case .disconnected:
      "\(place)the connection to the server was lost: \(message); nothing of this step was kept, "
        + "run the same command again"
    case .unconfirmed:
      "\(place)the connection to the server was lost while it kept this step: \(message); run the "
        + "same command again, what is there is not added twice"
    case .denied:
      "\(place)no permission: \(message); ask the owner of the database"
    case .readOnly where nativeCode == Self.readOnlyTransaction:
      "\(place)the session may only read: \(message)"
    case .readOnly:
      "\(place)the store is read-only: give yourself write permission on the file and its folder"
    case .full where nativeCode == Self.serverDiskFull:
      "\(place)the server's disk is full: \(message); nothing of this step was written, make room "
        + "there and run the same command again"
    case .full:
      "\(place)the disk is full; nothing of this step was written"
    case .corrupt:
      "\(place)the store is damaged: \(message)\(native); restore a backup, or import its sources anew"
    case .notADatabase:
      "\(place)not a Scorehouse store: the file is no SQLite database"
    case .foreign:
      "\(place)not a Scorehouse store: "
        + (message.isEmpty ? "it is a database of another program; name another file" : message)
    case .cannotOpen:
      "\(place)cannot open the store: \(message)"
    case .occupied:
      "\(place)a file is there already, and a copy never replaces one; name another"
    case .missing:
      "\(place)no store here: `scorehouse import PATH` makes one, `--store` names another"
    case .vanished:
      "\(place)the store was deleted or replaced while it was in use; nothing of this step was "
        + "kept, begin again"
    case .leftUndone:
      "\(place)a process that was killed left a step half done, which must be undone before anything "
        + "is read: give yourself write permission on the file and its folder"
    case .interrupted where nativeCode == Self.queryCanceled:
      "\(place)stopped before it was done: \(message); the server's statement_timeout may be too "
        + "short for this"
    case .interrupted:
      "\(place)stopped before it was done"
    case .refused:
      "\(place)only reading is allowed here: \(message)"
    case .constraint, .decoding, .unsupported, .other:
      "\(place)\(message)\(native)\(sql.map { " - while executing \(Self.line($0))" } ?? "")"
    }
  }

  // SQLSTATEs that need words of their own.
  private static let readOnlyTransaction = "25006"
  private static let queryCanceled = "57014"
  private static let serverDiskFull = "53100"

  /// A text in one line of bounded length: migrations and queries have many.
  private static func line(_ text: String) -> String {
    let limit = 300
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= limit ? words : words.prefix(limit) + " …"
  }
}
