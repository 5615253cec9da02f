/// The body of a request for chat completions.
enum OpenAIBody {
  /// Settings that are not stated are not sent: the provider's own default is one, and it may differ
  /// from any that we would write.
  static func of(_ chat: ChatRequest, model: String) -> [UInt8] {
    var body = JSONBody()
    body.add("model", model)
    body.add("messages", chat.messages)
    body.add("temperature", chat.temperature)
    body.add("top_p", chat.topP)
    if chat.choices != 1 { body.add("n", Int64(chat.choices)) }
    body.add("seed", chat.seed)
    body.add(chat.maxTokensName.rawValue, chat.maxTokens.map(Int64.init))
    body.add("stop", chat.stop)
    if let schema = chat.responseSchema { body.add("response_format", json: format(schema)) }
    body.add("reasoning_effort", chat.reasoningEffort)
    body.add("service_tier", chat.serviceTier)
    for (name, value) in chat.extraFields.sorted(by: { $0.key < $1.key }) {
      body.add(name, json: value)
    }
    return body.closed()
  }

  private static func format(_ schema: ResponseSchema) -> String {
    var inner = JSONBody()
    inner.add("name", schema.name)
    inner.add("strict", json: "true")
    inner.add("schema", json: schema.json)
    var outer = JSONBody()
    outer.add("type", "json_schema")
    outer.add("json_schema", json: String(decoding: inner.closed(), as: UTF8.self))
    return String(decoding: outer.closed(), as: UTF8.self)
  }
}
