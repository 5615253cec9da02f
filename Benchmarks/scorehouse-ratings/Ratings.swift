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

/// A table of battles, read in one go: names become numbers as they are met, and games with one result
/// are counted.
private struct BattleFile {
  private(set) var names: [String] = []
  let battles: Battles

  init(path: String) throws {
    var table = NameTable()
    var games: [Int: Int] = [:]
    let bytes = try Self.bytes(of: path)
    var position = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) + 1
    while position < bytes.count {
      let a = table.number(bytes, &position)
      let b = table.number(bytes, &position)
      // model_a, model_b, tie.
      while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      let last = bytes[position - 1]
      position += 1
      let result = last == UInt8(ascii: "a") ? 2 : last == UInt8(ascii: "b") ? 0 : 1
      games[(a << 32 | b) * 4 + result, default: 0] += 1
    }
    names = table.names
    var builder = Battles.Builder(models: names.count)
    for (key, count) in games {
      let pair = key / 4
      builder.add(pair >> 32, pair & 0xFFFF_FFFF, score: Double(key % 4) / 2, count: count)
    }
    battles = builder.battles
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "r") else { throw Failure() }
    defer { unsafe fclose(file) }
    unsafe fseek(file, 0, SEEK_END)
    let size = unsafe ftell(file)
    unsafe rewind(file)
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = unsafe fread(buffer.baseAddress, 1, size, file)
    }
  }

  private struct Failure: Error {}
}

/// Numbers of names, by the bytes of a field.
private struct NameTable {
  private(set) var names: [String] = []
  private var fields: [[UInt8]] = []
  private var places: [UInt64: [Int]] = [:]

  /// The number of the name that ends at the next comma, behind which the position is then.
  mutating func number(_ bytes: [UInt8], _ position: inout Int) -> Int {
    let start = position
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    while position < bytes.count, bytes[position] != UInt8(ascii: ",") {
      hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3
      position += 1
    }
    let end = position
    position += 1
    for place in places[hash] ?? [] where matches(bytes, start, end, fields[place]) { return place }
    places[hash, default: []].append(fields.count)
    fields.append(Array(bytes[start..<end]))
    names.append(String(decoding: bytes[start..<end], as: UTF8.self))
    return fields.count - 1
  }

  private func matches(_ bytes: [UInt8], _ start: Int, _ end: Int, _ field: [UInt8]) -> Bool {
    guard field.count == end - start else { return false }
    for index in field.indices where bytes[start + index] != field[index] { return false }
    return true
  }
}
