internal import ArgumentParser
internal import Query
internal import Warehouse

/// What `scorehouse` alone shows: the store, what is in it, and what to type next.
struct HomeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "home", shouldDisplay: false)

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let terminal = Terminal.standardOutput
    let url = try global.storeURL()
    do {
      let store = try await Store.open(url, access: .readOnly)
      let report = try await StatusReport().run(on: store)
      terminal.write(ReportFormat.table.renderer(style: terminal.style).text(of: report))
      tellNext(["leaderboard", "categories", "import PATH"], terminal)
    } catch  where Store.isMissing(error) {
      terminal.write("No store at \(url) yet.\n")
      tellNext(["import PATH", "--store FILE status", "--help"], terminal)
    }
  }

  private func tellNext(_ verbs: [String], _ terminal: Terminal) {
    let prefix = global.store.map { "scorehouse --store \($0) " } ?? "scorehouse "
    terminal.write("\nnext:\n" + verbs.map { "  \(prefix)\($0)\n" }.joined())
  }
}
