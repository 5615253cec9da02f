internal import Warehouse

/// What became of a file.
struct FileOutcome: Sendable {
  var counts = WriteCounts()
  private(set) var benchmarks: Set<String>
  private(set) var judges: Set<String> = []
  var rejects: [(line: Int, reason: String)] = []
  var seconds = 0.0
  // Names come many times in a row.
  private var last: (judge: String, benchmark: String)?

  /// How many rejects are told one by one.
  private static let toldRejects = 5

  /// - Parameter benchmark: of the whole file; nil: its records say.
  init(_ benchmark: String?) {
    benchmarks = Set(benchmark.map { [$0] } ?? [])
  }

  /// Notes what a person is told of an item.
  mutating func note(_ item: RecordStream.Item) {
    switch item {
    case .record(let record):
      guard case .judgment(let judgment) = record.content else { return }
      note(judge: judgment.judge.requestedModel, benchmark: judgment.question.benchmark)
    case .figure(let figure):
      if let judge = figure.judgeName { judges.insert(judge) }
      if let benchmark = figure.benchmark { benchmarks.insert(benchmark) }
    case .reject(let reject):
      if rejects.count < Self.toldRejects { rejects.append((reject.line, reject.reason)) }
    }
  }

  private mutating func note(judge: String, benchmark: String) {
    if let last, last == (judge, benchmark) { return }
    last = (judge, benchmark)
    judges.insert(judge)
    benchmarks.insert(benchmark)
  }
}
