// Writes SQL files as Swift string literals: `embed-sql OUTPUT.swift INPUT.sql…`.
import Foundation

/// The Swift source that holds the given files, in the given order.
func source(embedding paths: [String]) throws -> String {
  var text = """
    // Made by embed-sql from migrations/*.sql; not to be edited.
    enum EmbeddedSQL {
      /// Name without ending, and text, in order of the name.
      static let migrations: [(name: String, text: String)] = [

    """
  for path in paths {
    let url = URL(filePath: path)
    let sql = try String(contentsOf: url, encoding: .utf8)
    // A literal turns CRLF into LF, which would make the checksum depend on the checkout.
    guard !sql.utf8.contains(UInt8(ascii: "\r")) else { throw EmbedError.carriageReturn(path) }
    let name = url.deletingPathExtension().lastPathComponent
    text += "    (\"\(name)\", ####\"\"\"\n\(sql)\n\"\"\"####),\n"
  }
  return text + "  ]\n}\n"
}

/// Why a file could not be embedded.
enum EmbedError: Error, CustomStringConvertible {
  case carriageReturn(String)

  var description: String {
    switch self {
    case .carriageReturn(let path): "\(path) has carriage returns; save it with LF line ends"
    }
  }
}

let arguments = Array(CommandLine.arguments.dropFirst())
try source(embedding: Array(arguments.dropFirst()))
  .write(toFile: arguments[0], atomically: true, encoding: .utf8)
