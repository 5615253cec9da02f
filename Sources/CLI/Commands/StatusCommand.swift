internal import ArgumentParser
internal import Query
internal import Warehouse

/// `status`.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the store on one screen: what is in it, its boards, its last imports.")

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    try output.print(try await StatusReport().run(on: store))
  }
}
