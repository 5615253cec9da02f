/// Why an import, or one file of it, cannot be done.
public enum ImportError: Error, Hashable, CustomStringConvertible {
  case missing(path: String)
  case nothingToImport(path: String)
  case unknownFormat(String)
  case changed(path: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): there is no such file or folder"
    case .nothingToImport(let path):
      "\(path): no result file found here; a FastChat folder has model_answer/ or model_judgment/, "
        + "figures have the columns \(ScoreRow.required.joined(separator: ", "))"
    case .unknownFormat(let name):
      "unknown format \"\(name)\"; known are \(FileFormat.names.joined(separator: ", "))"
    case .changed(let path):
      "\(path): the file changed while it was read; nothing of it was imported, import it again"
    }
  }
}
