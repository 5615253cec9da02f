import Evaluate
import TestSupport
import Testing

/// What a folder of a model is, before a server is started for it.
@Suite(.temporaryFolder)
struct ModelFolderTests {
  private static let adapter =
    #"{"base_model_name_or_path": "org/base", "peft_type": "LORA", "r": 8, "lora_alpha": 16}"#

  private func folder(_ files: [String: String]) throws -> String {
    let folder = try TemporaryFolder.current
    for (name, text) in files { _ = try folder.write(Array(text.utf8), to: name) }
    return folder.path
  }

  private func error(_ files: [String: String]) throws -> String {
    let path = try folder(files)
    return "\(try #require(throws: LaunchError.self) { _ = try ModelFolder(path) })"
  }

  @Test func `an adapter says what it is`() throws {
    let path = try folder(["adapter_config.json": Self.adapter, "adapter_model.safetensors": "w"])
    let model = try ModelFolder(path)
    #expect(
      model.kind == .adapter(.init(baseModel: "org/base", kind: "LORA", rank: 8, alpha: 16)))
    #expect(model.files == ["\(path)/adapter_config.json", "\(path)/adapter_model.safetensors"])
  }

  @Test func `a whole model, a folder with a gguf file, and the file itself`() throws {
    let path = try folder(["a.gguf": "GGUF", "README.md": "x"])
    #expect(try ModelFolder(path).kind == .gguf("\(path)/a.gguf"))
    #expect(try ModelFolder("\(path)/a.gguf").kind == .gguf("\(path)/a.gguf"))
    let whole = try TemporaryFolder.current.file("whole")
    _ = try Program.shell(
      "mkdir \"$0\"; echo {} > \"$0/config.json\"; echo w > \"$0/m.safetensors\"", [whole])
    #expect(try ModelFolder(whole).kind == .whole)
  }

  /// The same name with other weights is another model.
  @Test func `the revision follows the weights, and the place does not matter`() throws {
    let path = try folder(["adapter_config.json": Self.adapter, "adapter_model.safetensors": "w"])
    let first = try ModelFolder(path).revision()
    #expect(first.count == 32)
    _ = try folder(["trainer_state.json": "1"])
    #expect(try ModelFolder(path).revision() == first)
    let copy = path + "/copy"
    _ = try Program.shell("mkdir \"$0\"; cp \"$1\"/*.* \"$0\"", [copy, path])
    #expect(try ModelFolder(copy).revision() == first)
    _ = try folder(["adapter_model.safetensors": "v"])
    #expect(try ModelFolder(path).revision() != first)
  }

  @Test func `what is missing is told`() throws {
    #expect(
      try error(["adapter_config.json": "{}"]).contains("adapter_model.safetensors is missing"))
    #expect(
      try error(["adapter_config.json": "{}", "adapter_model.safetensors": ""])
        .contains("missing or empty"))
    #expect(
      try error([
        "adapter_config.json": "{}",
        "adapter_model.safetensors": "version https://git-lfs.github.com/spec/v1\noid sha256:1",
      ]).contains("git lfs pull"))
    #expect(
      try error(["adapter_config.json": "{", "adapter_model.safetensors": "w"])
        .contains("cannot be read"))
  }

  @Test func `a folder without a model, and none at all`() throws {
    #expect(try error(["config.json": "{}"]).contains("no model in it"))
    let error = try #require(throws: LaunchError.self) { _ = try ModelFolder("/no/such/folder") }
    #expect("\(error)".hasPrefix("/no/such/folder: cannot be read"))
  }
}
