package import Storage
internal import Synchronization

/// The run that the sources of one import belong to; its row is made with the first of them, so
/// that an import which changes nothing leaves nothing behind.
package final class ImportRun: Sendable {
  private let configuration: String
  private let person: String
  private let experiment: String?
  private let key: Mutex<Key?> = Mutex(nil)

  /// - Parameters:
  ///   - configuration: JSON of what was asked for.
  ///   - experiment: the named group it belongs to.
  package init(configuration: String, person: String, experiment: String?) {
    self.configuration = configuration
    self.person = person
    self.experiment = experiment
  }

  /// The id of the run's row, which is made where it is not there.
  package func row(in connection: Connection, now: Int64) throws -> Int64 {
    let experimentID = try experiment.map { name in
      try KeyedTable(connection, "experiments", key: ["name"]).findOrMake([.text(name)]).id
    }
    let runs = try KeyedTable(
      connection, "runs", key: ["run_key"],
      columns: [
        "experiment_id", "kind", "configuration", "person", "tool_version", "recorded_at",
      ])
    let runKey = key.withLock { known in
      let runKey = known ?? newKey(now)
      known = runKey
      return runKey
    }
    return try runs.findOrMake(
      [.bytes(runKey.bytes)],
      [
        .optional(experimentID), .text("import"), .text(configuration), .text(person),
        .text(Version.current), .integer(now),
      ]
    ).id
  }

  private func newKey(_ now: Int64) -> Key {
    var form = CanonicalForm("run")
    form.add(configuration)
    form.add(person)
    form.add(now)
    form.add(Int64.random(in: .min ... .max))
    return form.key()
  }
}
