internal import Warehouse

extension YAMLValue {
  /// A whole number from 1 up.
  func count() throws(ConfigurationError) -> Int {
    let number = try integer()
    guard number >= 1 else { throw error(.wrongType("a whole number from 1 up")) }
    return number
  }

  func number(in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
    guard let number = Double(try text()), range.contains(number) else {
      throw error(.wrongType("a number from \(range.lowerBound) to \(range.upperBound)"))
    }
    return number
  }

  func nanoUSD() throws(ConfigurationError) -> Int64 {
    guard let amount = NanoUSD(dollars: try text()) else {
      throw error(.wrongType("an amount in US dollars, such as 2.50,"))
    }
    return amount.amount
  }

  /// Texts of a list, or one text.
  func list() throws(ConfigurationError) -> [String] {
    guard let elements else { return [try text()] }
    var texts: [String] = []
    for element in elements { texts.append(try element.text()) }
    return texts
  }

  /// A path, which is relative to the file's folder, as one that is relative to the current folder.
  func path() throws(ConfigurationError) -> String { besideFile(try text()) }

  /// What stands in the file that is named.
  func contents() throws(ConfigurationError) -> String { try contents(of: try path()) }

  /// A text, or of `@FILE` what stands there.
  func textOrFile() throws(ConfigurationError) -> String {
    let text = try text()
    return text.hasPrefix("@") ? try contents(of: besideFile(String(text.dropFirst()))) : text
  }

  // MARK: - Private

  private func besideFile(_ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  private func contents(of path: String) throws(ConfigurationError) -> String {
    guard let text = try TextFile.contents(path) else {
      throw error(.unreadable("\(path): there is no such file"))
    }
    return text
  }
}
