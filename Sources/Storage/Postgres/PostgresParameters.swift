internal import CPostgres

/// The values of one execution, laid out as libpq takes them.
///
/// Numbers go as text, which the server reads in whatever type it expects; texts and bytes go as
/// they are.
struct PostgresParameters {
  /// All values one after the other, each closed by a NUL for those that go as text.
  private var storage: [UInt8] = []
  /// Where each begins; nil: NULL.
  private var offsets: [Int?] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  private static let asText: Int32 = 0
  private static let asBinary: Int32 = 1

  init() {}

  init(_ values: [SQLValue], _ types: [Oid]) {
    for (value, type) in zip(values, types) { append(value, PostgresType(rawValue: type)) }
  }

  private mutating func append(_ value: SQLValue, _ type: PostgresType?) {
    switch value {
    case .null: addNull()
    case .integer(let integer): add("\(integer)".utf8, format: Self.asText)
    case .real(let real):
      guard let stored = real.stored else { return addNull() }
      add("\(stored)".utf8, format: Self.asText)
    case .text(let text):
      add(text.utf8, format: type?.isText == true ? Self.asBinary : Self.asText)
    case .utf8(let slice):
      add(slice, format: type?.isText == true ? Self.asBinary : Self.asText)
    case .bytes(let slice): add(slice, format: Self.asBinary)
    case .digest(let high, let low):
      add(SQLValue.digestBytes(high: high, low: low), format: Self.asBinary)
    }
  }

  private mutating func add(_ bytes: some Collection<UInt8>, format: Int32) {
    offsets.append(storage.count)
    lengths.append(Int32(bytes.count))
    formats.append(format)
    storage += bytes
    storage.append(0)
  }

  private mutating func addNull() {
    offsets.append(nil)
    lengths.append(0)
    formats.append(Self.asText)
  }

  /// Lends count, values, lengths and formats.
  func withPointers<T>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> T
  ) -> T {
    unsafe storage.withUnsafeBytes { storage in
      let start = unsafe storage.baseAddress?.assumingMemoryBound(to: CChar.self)
      let values = unsafe offsets.map { offset in
        unsafe offset.flatMap { offset in unsafe start.map { unsafe $0 + offset } }
      }
      return unsafe values.withUnsafeBufferPointer { values in
        unsafe lengths.withUnsafeBufferPointer { lengths in
          unsafe formats.withUnsafeBufferPointer { formats in
            unsafe body(
              Int32(offsets.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}
