internal import Glibc

/// Where what is in no one's way is put.
enum TemporaryPlace {
  /// `TMPDIR`, else `/tmp`.
  static var folder: String {
    let named = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    return named.isEmpty ? "/tmp" : named
  }

  /// A path in it whose last letters the system replaces, so that nobody else has it.
  static var template: [CChar] {
    let replaced = String(repeating: "X", count: 6)
    return Array((folder + "/scorehouse-" + replaced).utf8CString)
  }
}
