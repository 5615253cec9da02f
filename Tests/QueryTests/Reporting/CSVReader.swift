/// A strict reader of RFC 4180 with LF, to check the writer.
enum CSVReader {
  static func lines(of text: String) -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var field = "".unicodeScalars
    var isQuoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "\"" where isQuoted && next == "\"":
        field.append(scalar)
        index += 1
      case "\"": isQuoted.toggle()
      case "," where !isQuoted, "\n" where !isQuoted:
        line.append(String(field))
        field = "".unicodeScalars
        if scalar == "\n" {
          lines.append(line)
          line = []
        }
      default: field.append(scalar)
      }
      index += 1
    }
    return lines
  }
}
