public import Transport

/// Makes single calls at one endpoint: writes the request, sends it, reads what came.
public struct ModelClient: Sendable {
  /// Where the calls go.
  public let endpoint: Endpoint
  /// How long a call may take.
  public var timeouts = HTTPTimeouts()
  private let provider: any Provider
  private let key: Secret?
  private let transport: any HTTPTransport

  /// Where tasks run best that make many calls.
  var executor: (any TaskExecutor)? { transport.executor }

  /// A client, with the endpoint's key from the environment.
  ///
  /// - Throws: `EndpointError`, where the key is missing or would be exposed.
  public init(_ endpoint: Endpoint, transport: any HTTPTransport) throws(EndpointError) {
    self.endpoint = endpoint
    self.transport = transport
    provider = endpoint.provider.provider
    key = try endpoint.key()
  }

  /// The request for an answer, to be sent once its attempt is in the ledger.
  ///
  /// - Throws: `ProviderRequestError`, where the provider has no way to ask for this.
  public func request(_ chat: ChatRequest) throws(ProviderRequestError) -> HTTPRequest {
    var request = try provider.request(chat, to: endpoint, key: key)
    request.timeouts = timeouts
    return request
  }

  /// Sends a request once, and says what became of it.
  public func send(_ request: HTTPRequest, for chat: ChatRequest) async -> ModelCall {
    do throws(TransportError) {
      let response = try await transport.send(request)
      return ModelCall(response, without(key, provider.reply(to: chat, response)))
    } catch {
      return ModelCall(error)
    }
  }

  /// The names of the models that the endpoint offers; nil where it does not say.
  ///
  /// - Throws: `CallFailure`, where it cannot be asked.
  public func models() async throws(CallFailure) -> [String]? {
    var request = provider.modelsRequest(to: endpoint, key: key)
    request.timeouts.total = .seconds(30)
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      throw .transport(error)
    }
    do {
      return try ModelList.names(response)
    } catch {
      throw .provider(without(key, error))
    }
  }

  // MARK: - Private

  /// Takes the key out of the words of a server that repeats what it was sent.
  private func without(_ key: Secret?, _ reply: ProviderReply) -> ProviderReply {
    guard case .failure(let failure) = reply else { return reply }
    return .failure(without(key, failure))
  }

  private func without(_ key: Secret?, _ failure: ProviderFailure) -> ProviderFailure {
    guard let key, !key.value.isEmpty else { return failure }
    var failure = failure
    failure.message = failure.message?.replacing(key.value, with: "***")
    return failure
  }
}
