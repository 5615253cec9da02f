extension StorageError: CustomStringConvertible {
  /// One line: what failed, why, where, and what to do where that is known.
  package var description: String {
    let place = location.map { "\($0): " } ?? ""
    let native = nativeCode.map { " (\($0))" } ?? ""
    let message = Self.line(message)
    return switch code {
    case .busy:
      "\(place)the store is busy: another process has held it too long; try again when it is done"
    case .readOnly:
      "\(place)the store is read-only: give yourself write permission on the file and its folder"
    case .full:
      "\(place)the disk is full; nothing of this step was written"
    case .corrupt:
      "\(place)the store is damaged: \(message)\(native); restore a backup, or import its sources anew"
    case .notADatabase:
      "\(place)not a Scorehouse store: the file is no SQLite database"
    case .foreign:
      "\(place)not a Scorehouse store: it is a database of another program; name another file"
    case .cannotOpen:
      "\(place)cannot open the store: \(message)"
    case .occupied:
      "\(place)a file is there already, and a copy never replaces one; name another"
    case .missing:
      "\(place)no store here: `scorehouse import PATH` makes one, `--store` names another"
    case .vanished:
      "\(place)the store was deleted or replaced while it was in use; nothing of this step was "
        + "kept, begin again"
    case .interrupted:
      "\(place)stopped before it was done"
    case .refused:
      "\(place)only reading is allowed here: \(message)"
    case .constraint, .decoding, .unsupported, .other:
      "\(place)\(message)\(native)\(sql.map { " - while executing \(Self.line($0))" } ?? "")"
    }
  }

  /// A text in one line of bounded length: migrations and queries have many.
  private static func line(_ text: String) -> String {
    let limit = 300
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= limit ? words : words.prefix(limit) + " …"
  }
}
