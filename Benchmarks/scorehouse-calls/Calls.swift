import Evaluate
import Glibc
import Transport

/// Makes calls to one endpoint, many at once, and prints what they cost this process.
///
/// Usage: scorehouse-calls ENDPOINT COUNT IN-FLIGHT
///
/// The line is `calls failed seconds cpu_seconds peak_bytes`.
@main struct Calls {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    guard let url = arguments.first, numbers.count == 2 else {
      print("usage: scorehouse-calls ENDPOINT COUNT IN-FLIGHT")
      exit(64)
    }
    let client = try ModelClient(try Endpoint(url), transport: try CurlTransport())
    let start = ContinuousClock.now
    let before = usage()
    let failed = await run(client, count: numbers[0], inFlight: numbers[1])
    let after = usage()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print(numbers[0], failed, seconds, after.cpuSeconds - before.cpuSeconds, after.peakBytes)
  }

  /// - Returns: how many calls failed.
  private static func run(_ client: ModelClient, count: Int, inFlight: Int) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      var begun = 0
      var failed = 0
      while begun < min(inFlight, count) {
        begun += 1
        group.addTask { [begun] in await call(client, number: begun) }
      }
      while let isDone = await group.next() {
        if !isDone { failed += 1 }
        guard begun < count else { continue }
        begun += 1
        group.addTask { [begun] in await call(client, number: begun) }
      }
      return failed
    }
  }

  /// A question about as long as those of judges.
  private static func call(_ client: ModelClient, number: Int) async -> Bool {
    let prompt = String(repeating: "The assistant's answer, with its question. ", count: 70)
    var chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "\(number) \(prompt)")])
    chat.temperature = 0
    chat.maxTokens = 16
    guard let request = try? client.request(chat) else { return false }
    let call = await client.send(request, for: chat)
    return (try? call.result.get().choices.first?.text) != nil
  }

  private static func usage() -> (cpuSeconds: Double, peakBytes: Int) {
    var usage = rusage()
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
    return (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1_024)
  }
}
