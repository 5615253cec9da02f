internal import Glibc
internal import Subprocess
internal import SystemPackage

/// Looks whether this machine has room: on its disk for the store, on its GPUs for a model.
public enum MachineChecks {
  /// Less room on a disk than this is too little for a run.
  static let minimumDiskBytes: Int64 = 1 << 30
  /// A GPU with less free memory than this part of its own is in use by somebody.
  static let minimumFreeGPU = 0.5

  /// The room on the disk of a folder.
  public static func disk(of folder: String) -> [EndpointProblem] {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return [] }
    let free = Int64(status.f_bavail) * Int64(status.f_frsize)
    guard free < minimumDiskBytes else { return [] }
    return [
      EndpointProblem(
        kind: .disk, subject: folder,
        text: "\(free >> 20) MiB are free on its disk; a run of many answers may need more",
        advice: "--store on another disk")
    ]
  }

  /// The memory of the GPUs, where `nvidia-smi` is.
  ///
  /// - Parameter program: the program to ask.
  public static func gpus(_ program: String = "nvidia-smi") async -> EndpointChecks.Outcome {
    let query = ["--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"]
    let executable: Executable =
      program.contains("/") ? .path(FilePath(program)) : .name(program)
    let result = try? await Subprocess.run(
      executable, arguments: Arguments(query), output: .string(limit: 1 << 16))
    guard let result, result.terminationStatus.isSuccess else { return EndpointChecks.Outcome() }
    return gpus(listed: result.standardOutput)
  }

  /// Reads what `nvidia-smi` lists: name, MiB in all, MiB free.
  static func gpus(listed text: String) -> EndpointChecks.Outcome {
    var outcome = EndpointChecks.Outcome()
    for (number, line) in text.split(separator: "\n").enumerated() {
      let parts = line.split(separator: ",").map { $0.drop { $0 == " " } }
      guard parts.count == 3, let total = Double(parts[1]), let free = Double(parts[2]), total > 0
      else { continue }
      let gib = "\(Int(free / 1_024)) of \(Int(total / 1_024)) GiB"
      if free < total * minimumFreeGPU {
        outcome.problems.append(
          EndpointProblem(
            kind: .gpu, subject: "GPU \(number)",
            text: "\(parts[0]) has \(gib) free; another program uses it", advice: "nvidia-smi"))
      } else {
        outcome.remarks.append("GPU \(number), \(parts[0]), has \(gib) free.")
      }
    }
    return outcome
  }
}
