/// MT-Bench scores that others published, for reference beside one's own.
///
/// They were given by the judge that their authors called gpt-4, of a version that is not known for
/// sure. They are figures of whole models: no judgment of theirs is in any store, so they are never
/// ranked, averaged or compared with what is.
enum PublishedScores {
  /// What one source says of one model.
  struct Figure: Sendable {
    /// As the source spells it.
    let model: String
    /// The mean over both turns; nil: not given.
    let average: Double?
    var turns: [Double?] = [nil, nil]
    /// The mean of each category.
    var categories: [String: Double] = [:]

    /// The figure of a part; nil: not given.
    func score(category: String?, turn: Int?) -> Double? {
      switch (category, turn) {
      case (nil, nil): average
      case (let category?, nil): categories[category]
      case (nil, let turn?): turns.indices.contains(turn - 1) ? turns[turn - 1] : nil
      case (_?, _?): nil
      }
    }
  }

  /// Figures that were published together.
  struct Source: Sendable {
    /// Where, and when, where that is known.
    let name: String
    let figures: [Figure]
  }

  static let benchmark = "mt_bench"
  static let judge = "gpt-4"

  static let sources = [decimals, board2023, table2024]

  // Output of FastChat's show_result on the judgments of LMSYS, as quoted with all decimals on model
  // cards (TenyxChat, Ghost 7B Alpha, xDAN) and in discussions on the Hugging Face Hub. The quotes
  // have no common date: the models are of 2023, from several months. Claude-instant-v1 has 79
  // verdicts on turn 2; the board of 2023-06-22 gives 7.85. First turns of vicuna-33b-v1.3 and
  // wizardlm-30b are derived from average and second turn. Categories of the first two:
  // allenai/URIAL-Bench on the Hub, leaderboard_data.jsonl, undated.
  private static let decimals = Source(
    name: "show_result on LMSYS's judgments, as quoted on model cards, undated",
    figures: [
      figure(
        "gpt-4", 8.990625, 8.95625, 9.025,
        [8.55, 9.375, 9.95, 6.8, 9.0, 8.9, 9.7, 9.65]),
      figure(
        "gpt-3.5-turbo", 7.94375, 8.075, 7.8125,
        [6.9, 8.85, 9.55, 6.3, 5.65, 8.4, 8.7, 9.2]),
      // 633 points in 79 verdicts of turn 2, 1257 in 159 of both.
      figure("claude-instant-v1", 1257.0 / 159, 7.8, 633.0 / 79),
      figure("claude-v1", 7.9, 8.15, 7.65),
      figure("vicuna-33b-v1.3", 7.121875, 7.45625, 6.7875),
      figure("wizardlm-30b", 7.009375, 7.13125, 6.8875),
      figure("Llama-2-70b-chat", 6.85625, 6.9875, 6.725),
      figure("Llama-2-13b-chat", 6.65), figure("guanaco-33b", 6.528125),
      figure("tulu-30b", 6.434375), figure("oasst-sft-7-llama-30b", 6.409375),
      figure("guanaco-65b", 6.409375), figure("palm-2-chat-bison-001", 6.4),
      figure("mpt-30b-chat", 6.39375), figure("vicuna-13b-v1.3", 6.3875),
      figure("wizardlm-13b", 6.353125),
    ])

  // The leaderboard in the LMSYS blog of 2023-06-22.
  private static let board2023 = Source(
    name: "LMSYS leaderboard, 2023-06-22",
    figures: [
      figure("GPT-4", 8.99), figure("GPT-3.5-turbo", 7.94), figure("Claude-v1", 7.9),
      figure("Claude-instant-v1", 7.85), figure("Vicuna-33B", 7.12), figure("WizardLM-30B", 7.01),
      figure("Guanaco-33B", 6.53), figure("Tulu-30B", 6.43), figure("Guanaco-65B", 6.41),
      figure("OASST-30B", 6.41), figure("PaLM-Bison", 6.4), figure("Vicuna-13B", 6.39),
      figure("MPT-30B-chat", 6.39), figure("WizardLM-13B", 6.35), figure("Vicuna-7B", 6.0),
      figure("Baize-v2-13B", 5.75), figure("Nous-Hermes-13B", 5.51), figure("MPT-7B-chat", 5.42),
      figure("GPT4All-13B", 5.41), figure("Koala-13B", 5.35), figure("MPT-30B-instruct", 5.22),
      figure("Falcon-40B-instruct", 5.17), figure("H2O-OASST-13B", 4.63),
      figure("Alpaca-13B", 4.53), figure("ChatGLM-6B", 4.5), figure("OASST-Pythia-12B", 4.32),
      figure("RWKV-14B", 3.98), figure("Dolly-12B", 3.28), figure("FastChat-T5-3B", 3.04),
      figure("StableLM-7B", 2.75), figure("LLaMA-13B", 2.61),
    ])

  // The CSV of the LMSYS Chatbot Arena leaderboard of 2024-04-18, its MT-Bench column.
  private static let table2024 = Source(
    name: "LMSYS leaderboard table, 2024-04-18",
    figures: [
      figure("GPT-4-1106-preview", 9.32), figure("GPT-4-0613", 9.18), figure("GPT-4-0314", 8.96),
      figure("Mistral Medium", 8.61), figure("Qwen1.5-72B", 8.61), figure("GPT-3.5-0613", 8.39),
      figure("GPT-3.5-1106", 8.32), figure("Mixtral-8x7B", 8.3), figure("Qwen1.5-32B", 8.3),
      figure("Claude-2.1", 8.18), figure("Starling-7B-beta", 8.12),
      figure("Starling-7B-alpha", 8.09), figure("Claude-2.0", 8.06), figure("GPT-3.5-0314", 7.94),
      figure("Qwen1.5-14B", 7.91), figure("Claude-1", 7.9), figure("Tulu-2-DPO-70B", 7.89),
      figure("Claude-Instant-1", 7.85), figure("OpenChat-3.5", 7.81),
      figure("OpenChat-3.5-0106", 7.8), figure("WizardLM-70B", 7.71), figure("Qwen1.5-7B", 7.6),
      figure("Mistral-7B-v0.2", 7.6), figure("SOLAR-10.7B", 7.58), figure("SteerLM-70B", 7.54),
      figure("Zephyr-beta", 7.34), figure("WizardLM-13b-v1.2", 7.2), figure("Vicuna-33B", 7.12),
      figure("Qwen-14B", 6.96), figure("Vicuna-13B-16k", 6.92), figure("Zephyr-alpha", 6.88),
      figure("Llama-2-70b", 6.86), figure("Mistral-7B-v0.1", 6.84),
      figure("WizardLM-13B-v1.1", 6.76), figure("Llama-2-13b", 6.65),
      figure("Vicuna-13B-v1.5", 6.57), figure("Guanaco-33B", 6.53), figure("Llama-2-7b", 6.27),
      figure("Vicuna-7B-16k", 6.22), figure("Vicuna-7B-v1.5", 6.17), figure("ChatGLM2", 4.96),
    ])

  /// The order of the categories in the lists above.
  private static let categoryNames = [
    "coding", "extraction", "humanities", "math", "reasoning", "roleplay", "stem", "writing",
  ]

  private static func figure(
    _ model: String, _ average: Double, _ first: Double? = nil, _ second: Double? = nil,
    _ categories: [Double] = []
  ) -> Figure {
    Figure(
      model: model, average: average, turns: [first, second],
      categories: Dictionary(uniqueKeysWithValues: zip(categoryNames, categories)))
  }
}
