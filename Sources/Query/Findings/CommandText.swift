/// Command lines that a person can type.
enum CommandText {
  /// The program's name and the words, each quoted for a POSIX shell where it has to be.
  static func of(_ words: String...) -> String {
    (["scorehouse"] + words.map(quoted)).joined(separator: " ")
  }

  /// A word as a shell reads it back.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
          || [0x2E, 0x2F, 0x2D, 0x5F, 0x3D, 0x40, 0x3A, 0x2C, 0x2B].contains(byte)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
