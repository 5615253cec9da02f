internal import Dispatch

/// Runs an actor on a queue of its own, so that blocking calls into an engine never occupy a
/// thread of the cooperative pool.
final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    queue.async {
      unsafe unowned.runSynchronously(on: self.asUnownedSerialExecutor())
    }
  }
}
