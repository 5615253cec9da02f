import Testing

/// The repository is to work anywhere, so it names no machine's folders.
@Suite struct WorkplaceTests {
  /// The first folders of paths that only exist where someone happened to work, in parts, so that
  /// this file does not find itself.
  private static let folders = ["work", "farm", "root", "opt/" + "swift"]

  /// A path of one machine is wrong on every other, and tells where its author sat.
  @Test func `no file names a machine's own paths`() {
    expectNone(Self.findings(in: .repository))
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule tells machine paths from others`() {
    let tree = Tree(
      files: Self.folders.map { .init(path: "a.md", text: "x\nsee \("/" + $0)/main\n") } + [
        .init(path: "b.sh", text: "cd " + "/" + "work-1\n" + "/" + "root/x"),
        .init(path: "c.md", text: "home/work/x ~/work /workshop/ /opt/local/ a work/b\n"),
      ])
    #expect(
      Self.findings(in: tree).map { $0.prefix(7) }
        == ["a.md:2:", "a.md:2:", "a.md:2:", "a.md:2:", "b.sh:1:", "b.sh:2:"])
  }

  /// The lines that have such a path.
  static func findings(in tree: Tree) -> [String] {
    let starts = folders.map { "/" + $0 }
    return tree.files.flatMap { file -> [String] in
      // A regex over every line takes seconds; most files have none of the words.
      guard starts.contains(where: { file.text.contains($0) }) else { return [] }
      return zip(1..., file.lines).compactMap { number, line in
        let path = /(?:^|[^A-Za-z0-9_])\/(?:work|farm|root|opt\/swift)[\/-]/
        return line.contains(path) ? "\(file.path):\(number): \(line.trimmed)" : nil
      }
    }
  }
}
