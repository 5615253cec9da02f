internal import Warehouse

/// Who was asked for an answer, and under which settings.
struct HELMRequest {
  let model: String
  let conditions: Conditions?

  /// The prompt is kept with what else was sent: examples stand before the question in it.
  ///
  /// - Throws: `RecordProblem`.
  init(_ fields: inout RecordFields) throws {
    let request = try fields.object("request")
    guard let model = request["model"]?.string(), !model.isEmpty else {
      throw RecordProblem("has a request that names no model")
    }
    self.model = model
    var conditions = Conditions()
    conditions.temperature = request["temperature"]?.double
    conditions.maxTokens = request["max_tokens"]?.int64
    conditions.topP = request["top_p"]?.double
    let stop = request["stop_sequences"]?.elements.compactMap { $0.string() } ?? []
    conditions.stop = stop.isEmpty ? nil : stop
    self.conditions = conditions.isEmpty ? nil : conditions
    fields.keepMembers(
      of: request, at: "/request",
      but: ["model", "temperature", "max_tokens", "top_p", "stop_sequences"])
  }
}
