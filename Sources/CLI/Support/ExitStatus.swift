internal import ArgumentParser

/// What the process says to its caller with its exit status.
enum ExitStatus {
  static let done = ExitCode(0)
  /// Failed, and nothing was done.
  static let failed = ExitCode(1)
  /// Done, with a finding: rejects under `--strict`, files that could not be read, damage.
  static let finding = ExitCode(2)
  /// Stopped in order, with work left: `resume` goes on.
  static let stopped = ExitCode(3)
  /// Wrong usage.
  static let usage = ExitCode(64)
}
