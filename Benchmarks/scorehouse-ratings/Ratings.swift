import Glibc
import Statistics

/// Rates models from a table of battles, as a whole process, to be measured beside others.
///
/// `scorehouse-ratings FILE` reads lines of `model_a,model_b,winner` below a heading, the winner
/// being model_a, model_b or tie, and prints each model's rating with its sandwich and bootstrap
/// intervals. `scorehouse-ratings make COUNT MODELS` prints such a table.
@main
struct Ratings {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.count) {
    case ("make", 3):
      guard let count = arguments.dropFirst().first.flatMap({ Int($0) }),
        let models = arguments.last.flatMap({ Int($0) })
      else { throw Usage() }
      make(count: count, models: models)
    case (let path?, 1): try await rate(path)
    default: throw Usage()
    }
  }

  private struct Usage: Error {}

  /// Battles between models whose strengths lie evenly, every tenth a tie.
  private static func make(count: Int, models: Int) {
    var random = SeededGenerator(seed: 1)
    var text = "model_a,model_b,winner\n"
    for _ in 0..<count {
      let a = random.index(below: models)
      let b = (a + 1 + random.index(below: models - 1)) % models
      let p = EloScale.winProbability(Double(a - b) * 3 / Double(models))
      let winner = random.uniform() < 0.1 ? "tie" : random.uniform() < p ? "model_a" : "model_b"
      text += "model-\(a),model-\(b),\(winner)\n"
      if text.utf8.count > 1 << 16 {
        print(text, terminator: "")
        text = ""
      }
    }
    print(text, terminator: "")
  }

  private static func rate(_ path: String) async throws {
    let table = try BattleFile(path: path)
    let battles = table.battles
    guard let fit = BradleyTerry(battles) else { throw Usage() }
    let rounds = Bootstrap.usualRounds
    let halves = await withTaskGroup(of: [[Double]].self) { group in
      for half in [0..<(rounds / 2), (rounds / 2)..<rounds] {
        group.addTask { fit.bootstrap(rounds: half, seed: 1) }
      }
      return await group.reduce(into: [[Double]]()) { $0 += $1 }
    }
    let scale = EloScale()
    let core = fit.components[0].core
    for (place, model) in core.enumerated() {
      let sandwich = fit.interval(model).map(scale.points)
      let drawn = Bootstrap.interval(halves.map { $0[place] }, drawnFrom: battles.count).map(
        scale.points)
      print(
        table.names[model], scale.points(fit.ratings[model]), sandwich?.lowerBound ?? .nan,
        sandwich?.upperBound ?? .nan, drawn?.lowerBound ?? .nan, drawn?.upperBound ?? .nan,
        separator: ",")
    }
  }
}

/// A table of battles, read in one go.
private struct BattleFile {
  private(set) var names: [String] = []
  let battles: Battles

  init(path: String) throws {
    guard let file = unsafe fopen(path, "r") else { throw Failure() }
    defer { unsafe fclose(file) }
    unsafe fseek(file, 0, SEEK_END)
    let size = unsafe ftell(file)
    unsafe rewind(file)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = unsafe fread(buffer.baseAddress, 1, size, file)
    }
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    var games: [(Int, Int, UInt8)] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let fields = line.split(separator: UInt8(ascii: ","))
      guard fields.count == 3, let last = fields[2].last else { throw Failure() }
      let pair = fields[..<2].map { name in
        if let number = numbers[name] { return number }
        numbers[name] = numbers.count
        return numbers.count - 1
      }
      games.append((pair[0], pair[1], last))
    }
    var names = Array(repeating: "", count: numbers.count)
    for (name, number) in numbers { names[number] = String(decoding: name, as: UTF8.self) }
    self.names = names
    var builder = Battles.Builder(models: names.count)
    for (a, b, last) in games {
      // model_a, model_b, tie.
      builder.add(a, b, score: last == UInt8(ascii: "a") ? 1 : last == UInt8(ascii: "b") ? 0 : 0.5)
    }
    battles = builder.battles
  }

  private struct Failure: Error {}
}
