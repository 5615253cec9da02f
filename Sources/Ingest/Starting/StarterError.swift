/// Why the files of a benchmark cannot be had.
public enum StarterError: Error, Hashable, CustomStringConvertible {
  case notFound(folder: String, looked: [String])
  case noCurl(reason: String)
  case failed(url: String, reason: String)
  case wrongDigest(url: String, found: String, expected: String)
  case cannotWrite(folder: String, reason: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .notFound(let folder, let looked):
      "\(folder): there is no question.jsonl in it nor in \(looked.joined(separator: ", ")); "
        + "give a FastChat checkout, or its folder data/mt_bench"
    case .noCurl(let reason):
      "the program curl, which downloads, cannot be run: \(reason); install it, or give a FastChat "
        + "checkout with --from"
    case .failed(let url, let reason):
      "\(url): cannot be downloaded: \(reason); nothing was stored; a FastChat checkout can be "
        + "given with --from"
    case .wrongDigest(let url, let found, let expected):
      "\(url): is not the file that FastChat published: its SHA-256 is \(found.prefix(12))…, not "
        + "\(expected.prefix(12))…; nothing was stored"
    case .cannotWrite(let folder, let reason):
      "\(folder): cannot be written: \(reason); TMPDIR names another folder for downloads"
    }
  }
}
