internal import ArgumentParser
internal import Warehouse

/// The command line: every verb is options, one library call, one renderer.
@main
struct Scorehouse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scorehouse",
    abstract: "A results warehouse for LLM evaluations.",
    discussion: """
      Imports MT-Bench and other results into one database, ranks models, and keeps every answer, \
      judgment, judge version and file they came from.

      EXAMPLES
        scorehouse import ~/runs/FastChat/fastchat/llm_judge/data/mt_bench
        scorehouse leaderboard
        scorehouse categories --judge gpt-4 --format markdown
        scorehouse --store team.db leaderboard --json
      """,
    version: Version.current,
    subcommands: [
      InitCommand.self, ImportCommand.self, StatusCommand.self, ListCommand.self, ShowCommand.self,
      LeaderboardCommand.self, CategoriesCommand.self, CompareCommand.self, PowerCommand.self,
      AgreementCommand.self, BiasCommand.self, DriftCommand.self, ChartCommand.self,
      DiffCommand.self,
      HistoryCommand.self, LogCommand.self, SQLCommand.self, ModelsCommand.self,
      JudgesCommand.self, CorrectCommand.self, ExcludeCommand.self, RetractCommand.self,
      UndoCommand.self, GenerateCommand.self, JudgeCommand.self, EvalCommand.self,
      ResumeCommand.self, ReparseCommand.self, CostsCommand.self, PricesCommand.self,
      BudgetCommand.self, ReconcileCommand.self, DoctorCommand.self, ExportCommand.self,
      CopyCommand.self,
      BackupCommand.self, VerifyCommand.self, MigrateCommand.self,
      HomeCommand.self,
    ],
    defaultSubcommand: HomeCommand.self)

  /// Runs the command line and ends the process with its exit status.
  static func main() async {
    await CommandLineRun(arguments: Array(CommandLine.arguments.dropFirst())).run()
  }
}
