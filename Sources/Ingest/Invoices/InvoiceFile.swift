public import Warehouse

/// Reads what a provider bills.
///
/// OpenAI's organization costs and Anthropic's cost report (the JSON of their APIs), the file of costs
/// that OpenAI's dashboard offers, and any CSV file by a mapping.
public enum InvoiceFile {
  private static let largestByteCount = 256 << 20

  /// Reads files that belong together.
  ///
  /// - Parameter mapping: of CSV files of another shape.
  /// - Throws: `InvoiceError`, `ReadError`: one line, and nothing is compared.
  public static func read(_ paths: [String], mapping: InvoiceMapping? = nil) throws -> Invoice {
    var invoice = Invoice()
    for path in paths {
      if let line = invoice.merge(try read(path, mapping)) {
        throw InvoiceError.twice(file: path, line: line)
      }
    }
    return invoice
  }

  // MARK: - Private

  private static func read(_ path: String, _ mapping: InvoiceMapping?) throws -> Invoice {
    let file = InputFile(path: path)
    let bytes = try WholeFile.bytes(of: file, atMost: largestByteCount)
    let first = bytes.first { !" \t\r\n".utf8.contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      return try CostPages(path: path).read(bytes)
    }
    return try InvoiceCSV(path: path).read(file, mapping)
  }
}
