/// Texts written as files of a folder that is new or empty.
public enum TextFiles {
  /// Writes each text under its name.
  ///
  /// - Parameter folder: made where it is not there; must be empty.
  /// - Throws: `ExportError`, before anything is written where the folder cannot be used.
  public static func write(_ files: [(name: String, text: String)], to folder: String) throws {
    try OutputFolder.prepare(folder)
    for (name, text) in files {
      var file = try OutputFile(name, below: folder)
      try file.write(Array(text.utf8))
      try file.finish()
    }
  }
}
