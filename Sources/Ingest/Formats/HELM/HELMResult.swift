internal import Warehouse

/// What came back for a request.
struct HELMResult {
  let turns: [AnswerRecord.Turn]
  /// Nanoseconds since 1970 UTC; nil: a call that failed has no time.
  let answeredAt: Int64?

  /// - Throws: `RecordProblem`.
  init(_ fields: inout RecordFields) throws {
    let result = try fields.object("result")
    guard let success = result["success"]?.bool, let completions = result["completions"],
      completions.kind == .array
    else { throw RecordProblem("has a result without success and completions") }
    turns = try completions.elements.enumerated().map { place, completion in
      fields.keepMembers(
        of: completion, at: "/result/completions/\(place)", but: ["text", "finish_reason"])
      let reason = completion["finish_reason"]?["reason"]?.string()
      if let stated = completion["finish_reason"], reason == nil || reason != "length" {
        fields.keep("/result/completions/\(place)/finish_reason", stated.rawJSON)
      }
      guard let text = completion["text"] else {
        throw RecordProblem("has a completion without a text")
      }
      // Of a call that failed there is an empty completion.
      return AnswerRecord.Turn(
        sample: place, turn: 1,
        outcome: success ? (reason == "length" ? .truncated : .answered) : .apiError,
        text: success ? try fields.storedText(of: text) { "the text of a completion" } : nil)
    }
    guard !turns.isEmpty else { throw RecordProblem("has a result without a completion") }
    answeredAt = try result["request_datetime"].flatMap { $0.isNull ? nil : $0 }.map { time in
      guard let time = time.unixSeconds else {
        throw RecordProblem("has a request_datetime that is no time in seconds since 1970")
      }
      return time.nanoseconds
    }
    fields.keepMembers(
      of: result, at: "/result", but: ["success", "completions", "request_datetime"])
  }
}
