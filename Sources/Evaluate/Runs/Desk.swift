internal import Warehouse

/// Knows what is asked for each item of work, and what its reply means.
protocol Desk: Sendable {
  /// Whose items it knows.
  var part: WorkPart { get }
  var role: CallRecord.Role { get }
  /// Where, and with what name, everything is asked.
  var call: CallSettings { get }

  /// The items whose replies came, and hold no verdict or no text.
  var hollow: HollowItems { get }

  /// The versions of the model that are known, whose results are to stand beside those that will come.
  func versions(_ writer: RunWriter) throws -> JudgeVersions

  /// What is asked; nil: there is nothing to ask any more, and the item is done.
  func chat(for item: Key) async throws -> ChatRequest?

  /// Makes an answer or a verdict of a reply.
  ///
  /// It runs in the transaction that notes the call.
  func write(_ result: CallResult, for item: Key, _ writer: RunWriter) throws
}

extension CallSettings {
  /// A request with the settings that every call has.
  func chat(_ messages: [ChatMessage]) -> ChatRequest {
    var chat = ChatRequest(model: askedModel, messages: messages)
    chat.temperature = temperature
    chat.maxTokens = maxTokens
    chat.topP = topP
    chat.seed = seed
    chat.stop = stop
    return chat
  }
}
