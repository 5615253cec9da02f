public import Transport

/// Looks, before anything is spent, whether calls at an endpoint can succeed.
public struct EndpointChecks: Sendable {
  /// What was found.
  public struct Outcome: Sendable, Equatable {
    /// What stands in the way of calls, or will.
    public var problems: [EndpointProblem] = []
    /// What is well, a sentence each.
    public var remarks: [String] = []

    /// Nothing was found.
    public init(problems: [EndpointProblem] = [], remarks: [String] = []) {
      self.problems = problems
      self.remarks = remarks
    }
  }

  private let endpoint: Endpoint
  private let models: [String]
  private let transport: any HTTPTransport

  /// Checks of an endpoint; nothing is sent yet.
  ///
  /// - Parameter models: the names that will be asked for.
  public init(_ endpoint: Endpoint, models: [String], transport: any HTTPTransport) {
    self.endpoint = endpoint
    self.models = models
    self.transport = transport
  }

  /// Asks the endpoint for the names of its models, which costs nothing.
  public func run() async -> Outcome {
    let client: ModelClient
    do {
      client = try ModelClient(endpoint, transport: transport)
    } catch {
      return Outcome(problems: [problem(.key, "\(error)", advice(error))])
    }
    do {
      return outcome(names: try await client.models())
    } catch {
      let kind: EndpointProblem.Kind = error.name == "auth" ? .key : .endpoint
      return Outcome(problems: [problem(kind, "\(error)", Self.advice(error))])
    }
  }

  // MARK: - Private

  private func outcome(names: [String]?) -> Outcome {
    guard let names else {
      return Outcome(remarks: [
        "\(endpoint.url.place) answers, and does not list its models, so that names are not checked."
      ])
    }
    var outcome = Outcome()
    for model in models where !names.contains(endpoint.deployment(of: model)) {
      let nearest = Self.nearest(to: model, among: names)
      outcome.problems.append(
        problem(
          .model, "\(model) is not among its \(names.count) models",
          nearest.map { "--request-model \($0)" }
            ?? "scorehouse doctor --endpoint \(endpoint.url.text)"))
    }
    outcome.remarks.append("\(endpoint.url.place) answers and offers \(Self.list(names)).")
    return outcome
  }

  private func problem(
    _ kind: EndpointProblem.Kind, _ text: String, _ advice: String
  ) -> EndpointProblem {
    EndpointProblem(kind: kind, subject: endpoint.url.place, text: text, advice: advice)
  }

  private func advice(_ error: EndpointError) -> String {
    switch error {
    case .noKey(let variable, _): "export \(variable)=KEY"
    default: "--endpoint URL"
    }
  }

  private static func advice(_ failure: CallFailure) -> String {
    switch failure.name {
    case "auth", "permission": "--api-key-env NAME"
    case "connect", "resolve", "timeout_connect": "start the server, or --endpoint URL"
    default: "--endpoint URL"
    }
  }

  /// The names, as many as fit a line.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }

  /// The name that shares most with the one that is wanted: the one within the other.
  private static func nearest(to model: String, among names: [String]) -> String? {
    let wanted = model.lowercased()
    let alike = names.filter { name in
      let name = name.lowercased()
      return min(name.count, wanted.count) > 2 && (name.contains(wanted) || wanted.contains(name))
    }
    return alike.max { min($0.count, wanted.count) < min($1.count, wanted.count) }
  }
}

/// What stands in the way of calls.
public struct EndpointProblem: Hashable, Sendable {
  /// What it is about.
  public enum Kind: String, Sendable {
    case key
    case endpoint
    case model
    case gpu
    case disk
  }

  /// What it is about.
  public let kind: Kind
  /// The endpoint, or what else is in doubt.
  public let subject: String
  /// What is in doubt, in a sentence.
  public let text: String
  /// What to type.
  public let advice: String
}
