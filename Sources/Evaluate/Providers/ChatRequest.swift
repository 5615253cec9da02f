/// What is asked of a model, in words that no provider owns; nil leaves a setting to the provider.
public struct ChatRequest: Hashable, Sendable {
  /// The model's name as it is asked for.
  public var model: String
  /// The conversation so far, the oldest message first.
  public var messages: [ChatMessage]
  /// 0 to 2.
  public var temperature: Double?
  /// The most tokens of an answer; null is the provider's own limit.
  public var maxTokens: Int?
  /// Under which name the limit is sent.
  public var maxTokensName = MaxTokensName.maxTokens
  /// 0 to 1.
  public var topP: Double?
  /// For answers that can be repeated.
  public var seed: Int64?
  /// Texts that end an answer.
  public var stop: [String] = []
  /// Answers to the one conversation.
  public var choices = 1
  /// The form that an answer must have.
  public var responseSchema: ResponseSchema?
  /// `low`, `medium`, `high`: how long a reasoning model thinks.
  public var reasoningEffort: String?
  /// What is bought: `default`, `flex`, `priority`.
  public var serviceTier: String?
  /// Further fields of the body by name, their values as JSON: what one server knows and no other,
  /// as `chat_template` of vLLM.
  public var extraFields: [String: String] = [:]

  /// A request without settings.
  public init(model: String, messages: [ChatMessage]) {
    self.model = model
    self.messages = messages
  }
}

extension ChatRequest {
  /// The names of the limit of an answer: reasoning models take only the second.
  public enum MaxTokensName: String, Sendable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
  }
}

/// One message of a conversation.
public struct ChatMessage: Hashable, Sendable {
  /// Who speaks.
  public enum Role: String, Sendable {
    case system
    case user
    case assistant
  }

  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// A message.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

/// A JSON schema that an answer must follow.
public struct ResponseSchema: Hashable, Sendable {
  /// What the provider calls it: letters, digits, `_` and `-`.
  public var name: String
  /// The schema, as JSON.
  public var json: String

  /// A schema.
  public init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}
