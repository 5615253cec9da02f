internal import Crypto
internal import Glibc
internal import SystemPackage

/// The files that MT-Bench is made of: questions, reference answers, judge prompts.
///
/// They are FastChat's and not ours to ship: they come from a checkout, or are downloaded.
public struct MTBench: Sendable {
  /// The name of the benchmark.
  public static let name = "mt_bench"

  /// Paths to import, of files that are there.
  public let paths: [String]
  /// What the paths lie in; nil: a folder of the user's.
  public var downloadFolder: String? { download?.path }
  /// Where they came from; nil: from a folder of the user's.
  public let url: String?
  private let download: DownloadFolder?

  /// Finds the files in a checkout of FastChat.
  ///
  /// - Parameter folder: the repository, `fastchat/llm_judge`, its folder `data`, or
  ///   `data/mt_bench`.
  /// - Throws: `StarterError.notFound`.
  public init(in folder: String) throws {
    let places =
      ["", "mt_bench", "data/mt_bench", "llm_judge/data/mt_bench"]
      + ["fastchat/llm_judge/data/mt_bench"]
    let candidates = places.map { FilePath(folder).appending($0) }
    guard let found = candidates.first(where: { Self.isThere($0.appending("question.jsonl")) })
    else { throw StarterError.notFound(folder: folder, looked: Array(places.dropFirst())) }
    var walker = FileWalker()
    walker.add(found.appending("reference_answer").string)
    let prompts = [found, found.appending("..")].map { $0.appending("judge_prompts.jsonl") }
      .first(where: Self.isThere)
    paths =
      [found.appending("question.jsonl").string] + walker.files
      + (prompts.map { [$0.string] } ?? [])
    url = nil
    download = nil
  }

  /// Downloads the files as FastChat published them, and compares their digests.
  ///
  /// They are removed when the last copy of this value goes.
  ///
  /// - Parameters:
  ///   - base: a mirror of FastChat's folder `data`; nil: GitHub.
  ///   - tell: is called with each URL before it is asked for.
  /// - Throws: `StarterError`.
  public init(downloadingFrom base: String?, tell: (String) -> Void = { _ in }) throws {
    let folder = try DownloadFolder(for: PublishedFile.mtBench.map { $0.path })
    let base = base ?? PublishedFile.base
    for file in PublishedFile.mtBench {
      let url = base + (base.hasSuffix("/") ? "" : "/") + file.path
      tell(url)
      let path = try folder.makeRoom(for: file.path)
      try Curl.download(url, to: path)
      let digest = try Self.digest(of: path)
      guard digest == file.digest else {
        throw StarterError.wrongDigest(url: url, found: digest, expected: file.digest)
      }
    }
    paths = PublishedFile.mtBench.map { folder.path + "/" + $0.path }
    url = base
    download = folder
  }

  // MARK: - Private

  private static func isThere(_ path: FilePath) -> Bool {
    unsafe access(path.string, R_OK) == 0
  }

  private static func digest(of path: String) throws -> String {
    var reader = LineReader(try ByteSource(path: path))
    return try reader.finishDigest().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
