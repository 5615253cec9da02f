internal import Synchronization
internal import Warehouse

/// The state of a run that its tasks share, and the handle by which a person stops it.
public final class RunControl: Sendable {
  private let machine: Mutex<RunMachine?> = Mutex(nil)
  private let interruption = Mutex(false)
  private let tasks: Mutex<[@Sendable () -> Void]> = Mutex([])

  /// A run that has not begun.
  public init() {}

  /// Sends no more; what is under way may finish.
  public func interrupt() {
    interruption.withLock { $0 = true }
    tell(.halted(.interrupted))
  }

  /// Ends what is under way too.
  public func cancel() {
    interrupt()
    for cancel in tasks.withLock({ $0 }) { cancel() }
  }

  /// What was counted so far.
  public var tally: RunTally { machine.withLock { $0?.tally } ?? RunTally() }

  /// How many items the part of the run has that is under way.
  public var planned: Int { machine.withLock { $0?.planned } ?? 0 }

  /// Why no more is sent; nil: it goes on.
  public var stop: StopReason? {
    machine.withLock { $0?.stop } ?? (interruption.withLock { $0 } ? .interrupted : nil)
  }

  /// Begins a part of the run.
  func begin(_ fresh: RunMachine) {
    machine.withLock { $0 = fresh }
    if interruption.withLock({ $0 }) { tell(.halted(.interrupted)) }
  }

  /// Says what happened.
  @discardableResult
  func tell(_ event: RunMachine.Event) -> StopReason? {
    machine.withLock { $0?.handle(event) }
  }

  /// What ends the calls that are under way.
  func onCancel(_ cancel: @escaping @Sendable () -> Void) {
    tasks.withLock { $0 = [cancel] }
  }
}
