internal import Foundation

/// Real files of results that cases begin with.
public struct FuzzCorpus: Sendable {
  struct File: Sendable {
    /// Below the folder of its benchmark, with that folder's name.
    let path: String
    let bytes: [UInt8]

    var isCSV: Bool { path.hasSuffix(".csv") }
  }

  /// Bytes of a file that a case begins with, at most: small files find as much, and sooner.
  private static let pieceBytes = 12_000

  let files: [File]

  /// Every JSONL and CSV file below some folders, in order of their paths.
  ///
  /// - Throws: what the system says of a file that cannot be read.
  public init(folders: [String]) throws {
    var files: [File] = []
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
      for name in names.sorted() where name.hasSuffix(".jsonl") || name.hasSuffix(".csv") {
        let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
        // The last folders are those that the layout of FastChat gives a meaning.
        let path = name.split(separator: "/").suffix(3).joined(separator: "/")
        files.append(File(path: path, bytes: Array(data)))
      }
    }
    self.files = files
  }

  /// Whether there is nothing to begin with.
  public var isEmpty: Bool { files.isEmpty }

  /// Some lines of a file that stand together; of a table with its header.
  func piece(of file: File, _ random: inout FuzzRandom) -> [UInt8] {
    guard file.bytes.count > Self.pieceBytes else { return file.bytes }
    let start = random.below(file.bytes.count - Self.pieceBytes)
    let end = start + Self.pieceBytes / (1 + random.below(4))
    let newline = UInt8(ascii: "\n")
    let lineStart = file.bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let lineEnd = file.bytes[end...].firstIndex(of: newline).map { $0 + 1 } ?? file.bytes.count
    let lines = Array(file.bytes[lineStart..<lineEnd])
    guard file.isCSV, lineStart > 0, let header = file.bytes.firstIndex(of: newline) else {
      return lines
    }
    return Array(file.bytes[...header]) + lines
  }
}
