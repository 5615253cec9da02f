internal import Storage
internal import Warehouse

/// What runs made, and no file says: in the files that FastChat would have written, below `runs`.
struct RunResultFiles {
  private let connection: Connection
  private let exporter: RecordExporter

  init(_ connection: Connection, _ exporter: RecordExporter) {
    self.connection = connection
    self.exporter = exporter
  }

  /// Writes all of them.
  ///
  /// - Returns: their paths, with the number of their records.
  func write(below folder: String) throws -> [(path: String, records: Int)] {
    let answers = try answerFiles().map { path, questions in
      let lines = questions.values.flatMap(\.lines)
      return try write(path.text, lines.count, below: folder) { place in
        try exporter.line(conversations: lines[place], model: path.name)
      }
    }
    let judgments = try judgmentFiles().map { path, records in
      try write(path, records.count, below: folder) { place in
        try exporter.line(recordID: records[place], kind: .judgments)
      }
    }
    return answers + judgments
  }

  // MARK: - Private

  /// A file of answers: where it goes, and whose they are.
  private struct AnswerPath: Hashable {
    let text: String
    let name: String
  }

  /// The conversations about one question, by sample, each sample's in order of time.
  private struct Conversations {
    var samples: [[Int64]] = []

    mutating func add(_ recordID: Int64, sample: Int) {
      while samples.count <= sample { samples.append([]) }
      samples[sample].append(recordID)
    }

    /// One line holds one conversation of each sample; what was asked again stands in later lines,
    /// of which FastChat reads the last.
    var lines: [[Int64]] {
      (0..<(samples.map(\.count).max() ?? 0)).map { place in
        samples.compactMap { $0.indices.contains(place) ? $0[place] : nil }
      }
    }
  }

  private static let isOfRun =
    "NOT EXISTS (SELECT 1 FROM record_sources s WHERE s.record_id = r.id)"

  private func answerFiles() throws -> [(key: AnswerPath, value: Ordered<Int64, Conversations>)] {
    var files = Ordered<AnswerPath, Ordered<Int64, Conversations>>()
    try connection.forEach(
      """
      SELECT b.name, m.name, q.id, r.id,
        (SELECT min(t.sample) FROM answers t WHERE t.record_id = r.id)
      FROM answer_records a JOIN records r ON r.id = a.record_id
      JOIN questions q ON q.id = a.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      JOIN models m ON m.id = a.model_id
      WHERE a.role = 'answer' AND \(Self.isOfRun)
      ORDER BY b.name, m.name, q.id, a.answered_at, r.record_key
      """
    ) { row in
      let name = try row.text(1)
      let path = AnswerPath(
        text: "runs/\(try row.text(0))/model_answer/\(Self.fileName(name)).jsonl", name: name)
      files[path, default: Ordered()][try row.integer(2), default: Conversations()].add(
        try row.integer(3), sample: try row.int(4))
    }
    return files.pairs
  }

  /// What the name of a file of judgments says.
  private struct Judging: Hashable {
    let benchmark: String
    let judge: String
    let mode: String
  }

  /// A file for each judge at its version: FastChat's tools would take several in one for one.
  ///
  /// Where a judge has several versions, by its parser, its temperature or what answered for it, the
  /// names of their files say which.
  private func judgmentFiles() throws -> [(key: String, value: [Int64])] {
    var files = Ordered<Judging, Ordered<Key, [Int64]>>()
    try connection.forEach(
      """
      SELECT DISTINCT b.name, c.requested_model, c.mode, k.judge_key, r.id
      FROM judgments j JOIN records r ON r.id = j.record_id
      JOIN questions q ON q.id = j.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      JOIN judges k ON k.id = j.judge_id JOIN configurations c ON c.id = k.configuration_id
      WHERE \(Self.isOfRun) ORDER BY b.name, c.requested_model, c.mode, k.judge_key, r.id
      """
    ) { row in
      guard let version = Key(try row.bytes(3)) else {
        throw StorageError(.decoding, "a judge has a key of another length")
      }
      let judging = Judging(
        benchmark: try row.text(0), judge: try row.text(1), mode: try row.text(2))
      files[judging, default: Ordered()][version, default: []].append(try row.integer(4))
    }
    return files.pairs.flatMap { judging, versions in
      versions.pairs.map { version, records in
        let suffix = versions.pairs.count > 1 ? "@\(version.short)" : ""
        let mode = judging.mode == JudgingMode.pairwise.rawValue ? "pair" : "single"
        let name = "\(Self.fileName(judging.judge))\(suffix)_\(mode).jsonl"
        return ("runs/\(judging.benchmark)/model_judgment/\(name)", records)
      }
    }
  }

  /// A name as the name of a file, which an import reads as the same name again.
  private static func fileName(_ name: String) -> String { name.replacing("/", with: "__") }

  private func write(
    _ path: String, _ count: Int, below folder: String, _ line: (Int) throws -> [UInt8]
  ) throws -> (path: String, records: Int) {
    var file = try OutputFile(path, below: folder)
    for place in 0..<count { try file.write(line(place)) }
    try file.finish()
    return (path, count)
  }
}

/// Values by name, in the order in which the names came.
private struct Ordered<Name: Hashable, Value> {
  private var places: [Name: Int] = [:]
  private(set) var pairs: [(key: Name, value: Value)] = []

  var values: [Value] { pairs.map(\.value) }

  subscript(name: Name, default start: @autoclosure () -> Value) -> Value {
    mutating get { pairs[place(name, start())].value }
    _modify {
      let place = place(name, start())
      yield &pairs[place].value
    }
  }

  private mutating func place(_ name: Name, _ start: Value) -> Int {
    if let place = places[name] { return place }
    places[name] = pairs.count
    pairs.append((name, start))
    return pairs.count - 1
  }
}
