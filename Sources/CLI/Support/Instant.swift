internal import ArgumentParser
internal import Warehouse

/// A moment as people give it: a date, which means its first instant in UTC, or a time of RFC 3339.
struct Instant: ExpressibleByArgument {
  /// Since 1970 UTC.
  let nanoseconds: Int64

  init?(argument: String) {
    let isDate = argument.utf8.count == "2026-01-31".utf8.count
    guard let time = Timestamp(rfc3339: isDate ? argument + "T00:00:00Z" : argument) else {
      return nil
    }
    nanoseconds = time.nanoseconds
  }
}
