public import Warehouse

/// What a file of prices holds, read whole before any of it is stored.
public struct PriceFile: Sendable {
  /// `litellm` or `csv`.
  public let format: String
  /// Prices that can be taken.
  public internal(set) var rows: [PriceRow] = []
  /// Models that are imported, and what of them has no place.
  public internal(set) var imported: [Model] = []
  /// Models that are not, each with the reason.
  public internal(set) var leftOut: [Model] = []

  /// A model of the file.
  public struct Model: Sendable, Hashable {
    /// As the file has it.
    public let name: String
    /// Why it is left out; of an imported one, which of its fields are.
    public let reason: String?
    /// How many prices it gave.
    public let priceCount: Int
  }

  /// The largest file that is read: ten times the largest table there is.
  private static let largestByteCount = 64 << 20

  /// Reads a table of LiteLLM's or a CSV file.
  ///
  /// - Parameters:
  ///   - path: the file, compressed or not.
  ///   - validFrom: the instant from which its prices hold; a column of a CSV file goes before it.
  /// - Throws: one line where the file cannot be read, is neither, or is a CSV file with anything
  ///   wrong in it.
  public static func read(_ path: String, validFrom: Int64?) throws -> PriceFile {
    let file = InputFile(path: path)
    let bytes = try WholeFile.bytes(of: file, atMost: largestByteCount)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      guard let validFrom else { throw PriceFileError.noDate(file: path) }
      return try LiteLLMTable(name: name, validFrom: validFrom).read(bytes, path: path)
    }
    return try PriceCSV(name: name, validFrom: validFrom).read(file)
  }

  init(format: String) {
    self.format = format
  }
}

/// Why a file of prices is not taken.
public enum PriceFileError: Error, Equatable, CustomStringConvertible {
  /// Its prices have no date.
  case noDate(file: String)
  /// It is neither of the two formats.
  case notPrices(file: String, reason: String)
  /// Places of it that are wrong.
  case bad(file: String, problems: [String])

  /// One line for a person.
  public var description: String {
    switch self {
    case .noDate(let file):
      "\(file): says no day from which its prices hold; give it with --valid-from 2026-01-31"
    case .notPrices(let file, let reason):
      "\(file): is no table of prices: \(reason)"
    case .bad(let file, let problems):
      "\(file): \(problems.prefix(5).joined(separator: "; "))"
        + (problems.count > 5 ? "; and \(problems.count - 5) more" : "")
        + "; nothing was imported"
    }
  }
}
