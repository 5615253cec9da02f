import Foundation
import Ingest

/// A folder of its own for one test, removed when the test is over.
final class ScratchFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "reading-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  var path: String { url.path }

  /// Writes a file and returns its path.
  func file(_ bytes: [UInt8], named name: String = "input") throws -> String {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path
  }
}

/// The folder of real evaluation data, or nil where there is none.
enum RealData {
  static let folder: URL? = {
    let set = ProcessInfo.processInfo.environment["SCOREHOUSE_TEST_DATA"]
    let path = set ?? "../shared/data"
    let url = URL(fileURLWithPath: path, isDirectory: true)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }()

  /// Files below a part of the folder with this ending, sorted.
  static func files(below part: String, ending: String) -> [String] {
    guard let root = folder?.appending(path: part),
      let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    else { return [] }
    return found.compactMap { ($0 as? URL)?.path }.filter { $0.hasSuffix(ending) }.sorted()
  }
}

/// The reason a document is refused for; nil when it is accepted.
func refusal(of document: String) throws -> JSONError.Reason? {
  try refusal(of: Array(document.utf8))
}

/// The reason bytes are refused for; nil when they are accepted.
func refusal(of document: [UInt8]) throws -> JSONError.Reason? {
  var parser = try JSONParser()
  do {
    try parser.withDocument(copying: document) { _ in }
    return nil
  } catch let error as JSONError {
    return error.reason
  }
}

/// The largest amount of memory the process has had so far, in KiB; nil where it is not told.
func residentPeakKilobytes() -> Int? {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first
}

/// Whether the process runs with AddressSanitizer, which keeps freed memory back.
func isAddressSanitized() -> Bool {
  let symbol = unsafe dlsym(nil, "__asan_init")
  return unsafe symbol != nil
}
