internal import Glibc

/// Who runs the program.
enum Person {
  /// `SCOREHOUSE_PERSON`, else the name of the operating system's user.
  static var current: String {
    if let name = Environment["SCOREHOUSE_PERSON"], !name.isEmpty { return name }
    guard let entry = unsafe getpwuid(getuid()) else { return "uid \(getuid())" }
    return unsafe String(cString: entry.pointee.pw_name)
  }
}
