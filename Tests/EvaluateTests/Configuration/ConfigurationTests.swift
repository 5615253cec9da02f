import Evaluate
import TestSupport
import Testing

/// `scorehouse.yaml`.
@Suite(.temporaryFolder)
struct ConfigurationTests {
  private func load(_ texts: String...) throws -> Configuration {
    let folder = try TemporaryFolder.current
    return try Configuration.load(
      texts.map { try folder.write(Array($0.utf8), to: "scorehouse-\($0.utf8.count).yaml") })
  }

  /// The error of a file, without its path.
  private func problem(_ text: String) throws -> String {
    let error = try #require(throws: ConfigurationError.self) { _ = try load(text) }
    return String("\(error)".split(separator: ".yaml", maxSplits: 1)[1])
  }

  @Test func `an endpoint with everything`() throws {
    let configuration = try load(
      """
      store: results.db
      endpoints:
        lab:
          url: http://10.0.0.7:8000/v1/
          provider: openai
          key_env: LAB_KEY
          headers: {X-Team: evals, X-Number: 7}
          deployments: {gpt-4: ours}
          allow_http: true
          label: project-x
        cloud:
          url: https://r.openai.azure.com
          api_version: 2025-01-01-preview
      """)
    #expect(configuration.store == "results.db")
    let lab = try configuration.endpoint("lab")
    #expect(lab.url.text == "http://10.0.0.7:8000/v1")
    #expect(lab.provider == .openAI)
    #expect(lab.keyVariable == "LAB_KEY")
    #expect(lab.headers == ["X-Team": "evals", "X-Number": "7"])
    #expect(lab.deployment(of: "gpt-4") == "ours")
    #expect(lab.deployment(of: "gpt-5") == "gpt-5")
    #expect(lab.allowsPlainHTTP)
    #expect(lab.credentialLabel == "project-x")
    let cloud = try configuration.endpoint("cloud")
    #expect(cloud.provider == .azure)
    #expect(cloud.apiVersion == "2025-01-01-preview")
    #expect(cloud.keyVariable == "AZURE_OPENAI_API_KEY")
    #expect(try configuration.endpoint("https://api.anthropic.com/v1").provider == .anthropic)
    #expect(try configuration.endpoint(nil, provider: .anthropic).url.host == "api.anthropic.com")
  }

  @Test func `the first file goes before the second, name by name`() throws {
    let configuration = try load(
      "endpoints: {a: {url: http://127.0.0.1:1/v1}}",
      "store: x.db\nendpoints: {a: {url: http://127.0.0.1:2/v1}, b: {url: http://127.0.0.1:3/v1}}")
    #expect(configuration.store == "x.db")
    #expect(try configuration.endpoint("a").url.port == 1)
    #expect(try configuration.endpoint("b").url.port == 3)
    let error = try #require(throws: ConfigurationError.self) {
      _ = try configuration.endpoint("c")
    }
    #expect("\(error)".contains("no endpoint 'c'; there are a, b"))
  }

  @Test func `files that are missing or empty say nothing`() throws {
    #expect(try load("", "# nothing\n").store == nil)
    #expect(try Configuration.load(["/no/such/file.yaml"]).files.isEmpty)
  }

  @Test(arguments: [
    ("stores: x", ":1: there is no setting 'stores' here; there are store, endpoints, launchers"),
    ("endpoints:\n  a: {uri: x}", ":2: there is no setting 'uri' here; there are url, provider"),
    ("endpoints:\n  a:\n    url: nowhere", ":3: nowhere: this is no endpoint"),
    ("endpoints:\n  a:\n    provider: open", ":3: 'open' is none of openai, anthropic, azure"),
    ("endpoints:\n  a: {url: http://a, allow_http: 2}", ":2: true or false belongs here"),
    ("endpoints: [a]", ":1: a list of names with their values belongs here"),
    ("store: [a]", ":1: a text belongs here"), ("store: ~", ":1: a text belongs here"),
    ("launchers:\n  a: {ready: /}", ":2: 'command' is missing"),
    ("store: a\nstore: b", ": is no YAML: store stands there twice"),
    ("a: b: c", ":1: is no YAML"), ("\ta: 1", ":1: is no YAML"),
  ])
  func `what is wrong is told with its line`(text: String, expected: String) throws {
    let problem = try problem(text)
    #expect(problem.hasPrefix(expected) || problem.contains(expected), "\(problem)")
    #expect(!problem.contains("\n"))
  }

  /// Files are copied, committed and shown to others.
  @Test(arguments: [
    "api_key: sk-12345", "key: sk-12345", "key_env: sk-12345", "headers: {Authorization: sk-12345}",
    "headers: {x-api-key: sk-12345}", "token: sk-12345",
  ])
  func `a key in a file is refused and not repeated`(line: String) throws {
    let problem = try problem("endpoints:\n  a:\n    url: http://127.0.0.1/\n    \(line)")
    #expect(problem.hasPrefix(":4:") && problem.contains("looks like a key"), "\(problem)")
    #expect(!problem.contains("12345"))
  }

  @Test func `a launcher's command is a list or words`() throws {
    let configuration = try load(
      """
      launchers:
        mine:
          command: serve --model {model_path}  --port {port}
          adapter_command: [serve, "{name}={model_path}"]
          endpoint: http://127.0.0.1:{port}/api
          ready: /ready
          timeout_seconds: 5
        llama.cpp: {command: other}
      """)
    let mine = try configuration.launcher("mine")
    #expect(mine.command == ["serve", "--model", "{model_path}", "--port", "{port}"])
    #expect(mine.adapterCommand == ["serve", "{name}={model_path}"])
    #expect(mine.endpoint == "http://127.0.0.1:{port}/api")
    #expect(mine.readyPath == "/ready")
    #expect(mine.timeout == .seconds(5))
    #expect(try configuration.launcher("llama.cpp").command == ["other"])
    #expect(try configuration.launcher("vllm").command.first == "vllm")
    #expect(throws: ConfigurationError.self) { _ = try configuration.launcher("x") }
  }
}
