/// Why an import, or one file of it, cannot be done.
public enum ImportError: Error, Hashable, CustomStringConvertible {
  case missing(path: String)
  case nothingToImport(path: String, excluded: Int)
  case unknownFile(path: String, line: Int?, reason: String)
  case unknownFormat(String)
  case changed(path: String)
  case growing(path: String)
  case noFile(path: String)
  case standardInputTwice
  case standardInputNotGiven
  case standardInputEmpty
  case standardInputName(String)
  case unnamedModel
  case cannotSpool(folder: String, reason: String)
  case emptyExclusion

  /// One line for a person.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): there is no such file or folder"
    case .nothingToImport(let path, let excluded):
      "\(path): no result file found here"
        + (excluded == 0 ? "" : " (excluded: \(excluded))")
        + "; " + Self.whatIsKnown
    case .unknownFile(let path, let line, let reason):
      "\(path)\(line.map { ":\($0)" } ?? ""): shows no result: it \(reason); " + Self.whatIsKnown
    case .unknownFormat(let name):
      "unknown format \"\(name)\"; known are \(FileFormat.names.joined(separator: ", "))"
    case .changed(let path):
      "\(path): the file changed while it was read; nothing of it was imported, import it again"
    case .growing(let path):
      "\(path): the file is being written to and ends in the middle of a line; nothing of it was "
        + "imported, import it again later"
    case .noFile(let path):
      "\(path): is a pipe, a socket or a device and no file; to read a pipe, give - as the path "
        + "and send it to standard input"
    case .standardInputTwice: "-: standard input can be read only once"
    case .standardInputNotGiven: "a name for standard input was given, but - is none of the paths"
    case .standardInputEmpty: "\(SpooledInput.name): is empty; nothing was imported"
    case .standardInputName(let name):
      "\(name): standard input needs the name of a file, such as model_answer/MODEL.jsonl; known "
        + "endings are \(FormatSniffer.endings.joined(separator: ", "))"
    case .unnamedModel:
      "\(SpooledInput.name): the file's name says the model of answers, and there is none; say it "
        + "with --stdin-name MODEL.jsonl"
    case .cannotSpool(let folder, let reason):
      "\(SpooledInput.name): cannot be put aside in \(folder): \(reason); TMPDIR names another "
        + "folder"
    case .emptyExclusion: "a pattern of what to exclude is empty"
    }
  }

  private static let whatIsKnown =
    "a FastChat folder has model_answer/ or model_judgment/, "
    + "files of scores have the columns \(ScoreRow.required.joined(separator: ", "))"
}
