import Storage
import TestSupport
import Testing

/// What every engine must do with values: keep them, and give them back as they were.
@Suite("StorageConformance: values", .temporaryFolder)
struct StorageConformanceValueTests {
  private static let table = """
    CREATE TABLE samples (id {PK}, i {INT}, r {REAL}, t TEXT, b {BYTES}) {STRICT}
    """

  /// A row of `samples`, compared bit by bit.
  private struct Sample: Sendable, Equatable {
    var integer: Int64?
    var realBits: UInt64?
    var utf8: [UInt8]?
    var bytes: [UInt8]?

    init(integer: Int64? = nil, real: Double? = nil, text: String? = nil, bytes: [UInt8]? = nil) {
      self.integer = integer
      realBits = real?.bitPattern
      utf8 = text.map { Array($0.utf8) }
      self.bytes = bytes
    }

    init(_ row: borrowing Row) {
      self.init(
        integer: row.optionalInteger(0), real: row.optionalReal(1), text: row.optionalText(2),
        bytes: row.optionalBytes(3))
    }

    var values: [SQLValue] {
      [
        .optional(integer), .optional(realBits.map { Double(bitPattern: $0) }),
        .optional(utf8.map { String(decoding: $0, as: UTF8.self) }),
        bytes.map { .bytes($0) } ?? .null,
      ]
    }
  }

  private func roundTrip(_ samples: [Sample], on backend: Backend) async throws -> [Sample] {
    let database = try backend.freshDatabase()
    try await database.write { connection in
      try connection.make(Self.table)
      let insert = try connection.prepare(
        "INSERT INTO samples (i, r, t, b) VALUES ($1, $2, $3, $4)")
      for sample in samples { #expect(try insert.run(sample.values) == 1) }
    }
    return try await database.read { connection in
      try connection.all("SELECT i, r, t, b FROM samples ORDER BY id") { Sample($0) }
    }
  }

  @Test(arguments: Backend.available)
  func `integers of every size come back`(backend: Backend) async throws {
    let edges: [Int64] = [
      0, 1, -1, .max, .min, .max - 1, 1 << 31, -(1 << 31) - 1, 1 << 53, (1 << 53) + 1,
    ]
    let samples = edges.map { Sample(integer: $0) } + [Sample()]
    #expect(try await roundTrip(samples, on: backend) == samples)
  }

  @Test(arguments: Backend.available)
  func `floats come back bit by bit`(backend: Backend) async throws {
    let edges: [Double] = [
      0, 0.1, 1.0 / 3, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, .infinity, -.infinity, .pi, 9_007_199_254_740_992,
      0.300_000_000_000_000_04, 6.328_125, 1e22, 123_456_789.123_456_79, 7,
    ]
    let samples = edges.map { Sample(real: $0) } + [Sample()]
    #expect(try await roundTrip(samples, on: backend) == samples)
  }

  /// What an engine may not keep is the same on all of them.
  @Test(arguments: Backend.available)
  func `minus zero is stored as zero and no number as NULL`(backend: Backend) async throws {
    let found = try await roundTrip([Sample(real: -0.0), Sample(real: .nan)], on: backend)
    #expect(found == [Sample(real: 0.0), Sample()])
  }

  @Test(arguments: Backend.available)
  func `texts come back byte by byte`(backend: Backend) async throws {
    let long = String(repeating: "日本語🤗\n", count: 5_000_000 / 14)
    let edges = [
      "", " ", "a", "🤗👩‍👩‍👧", "e\u{301}", "\u{e9}", "\u{FEFF}x", "'; DROP TABLE samples; --", "a\r\nb",
      "\u{1}\u{7F}", "$1 %s {INT}", "\u{10FFFF}", "12", "0x10", long,
    ]
    let samples = edges.map { Sample(text: $0) } + [Sample()]
    let found = try await roundTrip(samples, on: backend)
    #expect(found.count == samples.count)
    for (found, sample) in zip(found, samples) where found != sample {
      Issue.record(
        "a text of \(sample.utf8?.count ?? 0) bytes came back with \(found.utf8?.count ?? 0)")
    }
  }

  @Test(arguments: Backend.available)
  func `bytes come back, the empty ones too`(backend: Backend) async throws {
    var random = SeededRandom(seed: 5)
    let samples =
      [[], [0], [0, 0, 0], [0xFF, 0xFE, 0], Array(0...255), random.bytes(count: 1_000_000)]
      .map { Sample(bytes: $0) } + [Sample()]
    #expect(try await roundTrip(samples, on: backend) == samples)
  }

  @Test(arguments: Backend.available)
  func `slices of a buffer are stored without their surroundings`(backend: Backend) async throws {
    let buffer = Array("before|日本|after".utf8)
    let start = 7
    let database = try backend.freshDatabase()
    try await database.write { connection in
      try connection.make(Self.table)
      try connection.execute(
        "INSERT INTO samples (t, b) VALUES ($1, $2)",
        [.utf8(buffer[start..<(start + 6)]), .bytes(buffer[..<6])])
      try connection.execute(
        "INSERT INTO samples (t, b) VALUES ($1, $2)",
        [.utf8(buffer[start..<start]), .bytes(buffer[start..<start])])
    }
    let found = try await database.read { connection in
      try connection.all("SELECT i, r, t, b FROM samples ORDER BY id") { Sample($0) }
    }
    #expect(
      found == [Sample(text: "日本", bytes: Array("before".utf8)), Sample(text: "", bytes: [])])
  }

  @Test(arguments: Backend.available)
  func `500 random rows come back`(backend: Backend) async throws {
    for seed in SeededRandom.seeds(1) {
      var random = seed
      let samples = (0..<500).map { _ in
        Sample(
          integer: random.oneIn(4) ? nil : Int64(bitPattern: random.next()),
          real: random.oneIn(4) ? nil : random.double(),
          text: random.oneIn(4) ? nil : random.text(count: random.int(0...60)),
          bytes: random.oneIn(4) ? nil : random.bytes(count: random.int(0...60)))
      }
      let found = try await roundTrip(samples, on: backend)
      #expect(found.count == samples.count)
      for (found, sample) in zip(found, samples) {
        #expect(found == sample, "\(seed.testDescription)")
      }
    }
  }

  @Test(arguments: Backend.available)
  func `NULL where a value is required is a decoding error`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    try await database.write { connection in
      try connection.make(Self.table)
      try connection.execute("INSERT INTO samples (i) VALUES ($1)", [.null])
      let query = "SELECT i, r, t, b FROM samples"
      let codes = [
        failure { _ = try connection.first(query) { try $0.integer(0) } },
        failure { _ = try connection.first(query) { try $0.int(0) } },
        failure { _ = try connection.first(query) { try $0.real(1) } },
        failure { _ = try connection.first(query) { try $0.text(2) } },
        failure { _ = try connection.first(query) { try $0.bytes(3) } },
      ]
      #expect(codes == Array(repeating: .decoding, count: 5))
      let areNull = try connection.first(query) { row in (0..<4).map { row.isNull($0) } }
      #expect(areNull == [true, true, true, true])
    }
  }

  @Test(arguments: Backend.available)
  func `a decoding error names the column and the query`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let error = try await database.read { connection in
      storageError { _ = try connection.first("SELECT 1, NULL") { try $0.text(1) } }
    }
    #expect(error?.message.contains("column 2 ") == true)
    #expect(error?.sql == "SELECT 1, NULL")
  }

  @Test(arguments: Backend.available)
  func `bytes of a text are its UTF-8`(backend: Backend) async throws {
    let database = try backend.freshDatabase()
    let bytes = try await database.write { connection in
      try connection.make(Self.table)
      try connection.execute("INSERT INTO samples (t) VALUES ($1)", [.text("日\n")])
      return try connection.first("SELECT t FROM samples") { try $0.bytes(0) }
    }
    #expect(bytes == [0xE6, 0x97, 0xA5, 0x0A])
  }
}
