/// Tells from what a server wrote why it ended.
enum LaunchDiagnosis {
  /// - Parameters:
  ///   - status: its exit status, 128 and a signal's number where one ended it.
  ///   - lines: the last lines that it wrote.
  static func error(
    status: Int, lines: [String], program: String, port: Int
  ) -> LaunchError {
    if let line = first(lines, gpuMemory) { return .outOfGPUMemory(line: line) }
    if let line = first(lines, memory) { return .outOfMemory(line: line) }
    // The kernel ends whoever takes the last memory, without a word to him.
    if status == 128 + 9 { return .outOfMemory(line: "it was killed") }
    if first(lines, portInUse) != nil { return .portInUse(port) }
    if status == 127 || status == 126 { return .noProgram(program) }
    if let line = first(lines, missing) { return .fileNotFound(line: line) }
    return .ended(status: status, lines: lines)
  }

  // As CUDA, PyTorch, vLLM, llama.cpp, ROCm and Vulkan say it.
  private static let gpuMemory = [
    "cuda out of memory", "torch.outofmemoryerror", "cuda error: out of memory",
    "cudamalloc failed: out of memory", "hip out of memory", "erroroutofdevicememory",
    "no available memory for the cache blocks", "free memory on device",
  ]
  private static let memory = [
    "std::bad_alloc", "cannot allocate memory", "memoryerror", "failed to allocate buffer",
  ]
  private static let portInUse = [
    "address already in use", "couldn't bind", "failed to bind", "errno 98",
  ]
  private static let missing = [
    "no such file or directory", "does not appear to have a file named",
    "can't find 'adapter_config",
    "is not a local folder and is not a valid model identifier", "failed to open gguf",
    "repo id must be", "failed to load model",
  ]

  private static func first(_ lines: [String], _ phrases: [String]) -> String? {
    lines.first { line in
      let line = line.lowercased()
      return phrases.contains { line.contains($0) }
    }
  }
}
