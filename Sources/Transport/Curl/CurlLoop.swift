internal import CCurl
internal import Glibc

/// The thread that drives all transfers of a transport, and runs the tasks that prefer to be there.
///
/// It sleeps until a socket, a timer of curl, a task, or `add`, `cancel` and `stop` wake it.
// Safe to share: `inbox` has a lock, curl allows a wake-up from any thread, and everything else is
// touched by the loop's thread alone. The multi handle goes when nobody can reach the loop any more.
@safe final class CurlLoop: @unchecked Sendable {
  private let inbox = CurlInbox()
  private let multi: UnsafeMutableRawPointer
  private let options: CurlOptions
  private var active: [Int: CurlTransfer] = [:]
  private var idleHandles: [CurlHandle] = []
  private var nextIdleCheck = ContinuousClock.now

  /// How many connections stay open without a request, and handles without work.
  private static let keptConnections = 512
  /// The longest sleep; nothing happens after it.
  private static let longestSleep = Duration.seconds(600)

  private static let isSetUp = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ options: CurlOptions) throws(TransportError) {
    if let problem = unsafe scorehouse_curl_problem() {
      throw TransportError(
        .other, host: "libcurl",
        reason: unsafe "it cannot be loaded (\(String(cString: problem))); install libcurl4",
        sentAt: nil)
    }
    guard Self.isSetUp, let multi = unsafe curl_multi_init() else {
      throw TransportError(.other, host: "libcurl", reason: "it cannot be set up", sentAt: nil)
    }
    unsafe self.multi = unsafe multi
    self.options = options
    unsafe scorehouse_curl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
  }

  deinit {
    idleHandles.removeAll()
    unsafe curl_multi_cleanup(multi)
  }

  /// Starts the thread, which keeps the loop alive until `stop`.
  ///
  /// - Throws: `TransportError`, where the system has no thread left.
  func start() throws(TransportError) {
    var thread = pthread_t()
    let own = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
        }
        return nil
      }, own.toOpaque())
    guard code == 0 else {
      unsafe own.release()
      throw TransportError(.other, host: "libcurl", reason: "no thread can be started", sentAt: nil)
    }
    pthread_detach(thread)
  }

  /// Takes a transfer up.
  func add(_ transfer: CurlTransfer) { tell { $0.added.append(transfer) } }

  /// Gives a transfer up, whether it has begun, has not, or is over.
  func cancel(_ transfer: CurlTransfer) { tell { $0.cancelled.append(transfer) } }

  /// Ends the thread; transfers that are left are cancelled.
  func stop() { tell { $0.isStopping = true } }

  // MARK: - Private

  @discardableResult
  private func tell(_ change: (inout sending CurlInbox.News) -> Void) -> Bool {
    inbox.add(waking: { unsafe curl_multi_wakeup(multi) }, change)
  }

  private func run() {
    Self.blockSignals()
    var running: Int32 = 0
    while takeInbox() {
      unsafe curl_multi_perform(multi, &running)
      finishDone()
      endIdle()
      unsafe curl_multi_poll(multi, nil, 0, inbox.fallAsleep() ? sleepMilliseconds() : 0, nil)
    }
    for transfer in active.values { end(transfer, .cancelled, "the transport was closed") }
    for job in inbox.close() { globalConcurrentExecutor.enqueue(job) }
  }

  /// Signals belong to the program's own threads; above all, a connection that the other side has
  /// closed must not end the process.
  private static func blockSignals() {
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
  }

  /// - Returns: whether to go on.
  private func takeInbox() -> Bool {
    // Until nothing is left, also of what the tasks bring: curl looks at each transfer whenever it is
    // asked to go on.
    while let news = inbox.take() {
      for job in news.jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
      for transfer in news.added { begin(transfer) }
      for transfer in news.cancelled {
        transfer.isCancelled = true
        end(transfer, .cancelled, "the task was cancelled")
      }
      if news.isStopping { return false }
    }
    return true
  }

  private func begin(_ transfer: CurlTransfer) {
    guard !transfer.isCancelled else {
      return transfer.finish(.failure(transfer.error(.cancelled, "before it began", sentAt: nil)))
    }
    let handle: CurlHandle
    do {
      handle = try idleHandles.popLast() ?? CurlHandle(options)
      try handle.prepare(transfer)
    } catch {
      let reason = "libcurl cannot take it up: no memory, or older than 7.80"
      return transfer.finish(.failure(transfer.error(.other, reason, sentAt: nil)))
    }
    transfer.maximumBytes = options.maximumResponseBytes
    transfer.startedAt = WallClock.now()
    transfer.lastActivity = .now
    transfer.handle = handle
    active[handle.id] = transfer
    nextIdleCheck = min(nextIdleCheck, .now + transfer.request.timeouts.idle)
    unsafe curl_multi_add_handle(multi, handle.pointer)
  }

  private func finishDone() {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(multi, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE,
        let pointer = unsafe message.pointee.easy_handle,
        let transfer = active[Int(bitPattern: pointer)], let handle = transfer.handle
      else { continue }
      let result = unsafe CurlOutcome.of(
        transfer, handle, result: scorehouse_curl_result(message))
      release(transfer, handle)
      transfer.finish(result)
    }
  }

  /// Ends the transfers from which nothing has come for too long.
  private func endIdle() {
    let now = ContinuousClock.now
    guard now >= nextIdleCheck else { return }
    nextIdleCheck = now + Self.longestSleep
    for transfer in active.values {
      let limit = transfer.request.timeouts.idle
      if now >= transfer.lastActivity + limit {
        end(transfer, .timeout(.idle), "no byte for \(limit)")
      } else {
        nextIdleCheck = min(nextIdleCheck, transfer.lastActivity + limit)
      }
    }
  }

  /// Ends a transfer that curl works on; does nothing for others.
  private func end(_ transfer: CurlTransfer, _ code: TransportError.Code, _ reason: String) {
    guard let handle = transfer.handle else { return }
    let sentAt = CurlOutcome.sentAt(transfer, handle)
    release(transfer, handle)
    transfer.finish(.failure(transfer.error(code, reason, sentAt: sentAt)))
  }

  private func release(_ transfer: CurlTransfer, _ handle: CurlHandle) {
    unsafe curl_multi_remove_handle(multi, handle.pointer)
    active[handle.id] = nil
    transfer.handle = nil
    idleHandles.append(handle)
  }

  private func sleepMilliseconds() -> Int32 {
    let rest = min(max(.zero, nextIdleCheck - .now), Self.longestSleep)
    let (seconds, attoseconds) = rest.components
    return Int32(seconds * 1_000 + attoseconds / 1_000_000_000_000_000) + 1
  }
}

extension CurlLoop: TaskExecutor {
  /// Runs a task's next step; where the loop has stopped, on any thread.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard !tell({ $0.jobs.append(job) }) else { return }
    globalConcurrentExecutor.enqueue(job)
  }
}
