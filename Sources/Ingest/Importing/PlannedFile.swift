internal import Warehouse

/// A file of results, and what it is read as.
struct PlannedFile: Sendable {
  let input: InputFile
  /// As it was given, or found below a folder that was.
  let path: String
  /// As the store keeps it.
  let storedPath: String
  /// The model that the name states.
  let modelName: String
  let format: FileFormat
  /// What told the format, in words.
  let evidence: String
  /// What a person or the folder says; nil: neither does, rows may.
  let benchmark: String?
  /// On disk.
  let byteCount: Int
}
