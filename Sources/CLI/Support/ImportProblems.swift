internal import Ingest
internal import Query

/// What went wrong in an import, on standard error and as the exit status.
enum ImportProblems {
  /// Tells the first rejects of each file and the files that could not be read.
  ///
  /// - Parameter strict: whether a reject is a finding.
  /// - Throws: the exit status unless everything came in.
  static func tell(_ summary: ImportSummary, strict: Bool) throws {
    for file in summary.files {
      for reject in file.firstRejects {
        tell("\(file.path):\(reject.line): \(reject.reason)")
      }
      let more = file.rejected - file.firstRejects.count
      if more > 0, !file.firstRejects.isEmpty {
        tell("\(file.path): and \(more) more; `scorehouse list rejects`")
      }
    }
    for problem in summary.problems { CommandLineRun.tell(problem) }
    if summary.files.isEmpty { throw ExitStatus.failed }
    if !summary.problems.isEmpty || (strict && summary.totals.rejected > 0) {
      throw ExitStatus.finding
    }
  }

  private static func tell(_ line: String) {
    Terminal.standardError.write(VisibleText.of(line) + "\n")
  }
}
