/// Why a server for a model does not run.
public enum LaunchError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  /// A folder without a model in it.
  case noModel(path: String)
  case missingFiles(path: String, [String])
  /// A file of Git LFS that stands for one that was not downloaded.
  case onlyPointer(path: String)
  /// The template asks for what the folder does not have.
  case notForThis(path: String, needs: String)
  /// The program of the command is not installed.
  case noProgram(String)
  case portInUse(Int)
  case outOfGPUMemory(line: String)
  case outOfMemory(line: String)
  /// The server says that a file is missing.
  case fileNotFound(line: String)
  /// The server ended, or never came up; the last lines of what it wrote.
  case ended(status: Int, lines: [String])
  case notReady(Duration, lines: [String])
  /// The weights are others than those that a run began with.
  case changed(path: String, from: String, to: String)

  /// One line for a person: what is wrong, and what helps.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .noModel(let path):
      "\(path): there is no model in it: neither adapter_config.json, nor config.json with weights, "
        + "nor a .gguf file; give the folder that training wrote"
    case .missingFiles(let path, let names):
      names.isEmpty
        ? "\(path): the file is missing or empty; copy it again from where the model was trained"
        : "\(path): \(names.joined(separator: ", ")) is missing; copy it from where the adapter was "
          + "trained, or give the folder of its last checkpoint"
    case .onlyPointer(let path):
      "\(path): this is a pointer of Git LFS, not the file itself; run git lfs pull there"
    case .notForThis(let path, let needs):
      "\(path): this launcher needs \(needs); convert the model, or name another launcher"
    case .noProgram(let name):
      "\(name): there is no such program; install it, or name another with launchers: in "
        + "scorehouse.yaml"
    case .portInUse(let port):
      "port \(port) is in use by another program, perhaps a server that was left over; stop it, or "
        + "take port: out of the launcher so that a free one is taken"
    case .outOfGPUMemory(let line):
      "the GPU has not enough memory for the model: \(line); stop other programs on it (nvidia-smi "
        + "shows them), use more GPUs with --num-gpus, or a shorter context in the launcher's command"
    case .outOfMemory(let line):
      "this machine has not enough memory for the model: \(line); stop other programs, or use a "
        + "smaller or quantized model"
    case .fileNotFound(let line):
      "the server misses a file of the model: \(line); check that base model and adapter are whole"
    case .ended(let status, let lines):
      "the server ended with status \(status) before it was ready: \(Self.last(lines))"
    case .notReady(let time, let lines):
      "the server was not ready after \(time): \(Self.last(lines)); timeout_seconds of the launcher "
        + "gives it more time"
    case .changed(let path, let from, let to):
      "\(path): its weights have changed since the run began: revision \(to)… instead of \(from)…; "
        + "put the old ones back to go on, or begin a run of its own under another --model"
    }
  }

  private static func last(_ lines: [String]) -> String {
    lines.isEmpty ? "it wrote nothing" : lines.suffix(3).joined(separator: " | ")
  }
}
