/// A file of FastChat's repository at one commit.
struct PublishedFile: Sendable {
  /// Below the folder `data`.
  let path: String
  /// SHA-256 of its bytes, 64 hexadecimal digits.
  let digest: String

  /// The commit, the last of its branch when this was written; the files have been as they are
  /// since July 2023.
  static let commit = "0e6d3e4beaab66f4d3f93db72541a4abab8af28d"

  /// Where the folder `data` of that commit is.
  static let base =
    "https://raw.githubusercontent.com/lm-sys/FastChat/\(commit)/fastchat/llm_judge/data"

  /// What MT-Bench is made of.
  static let mtBench = [
    PublishedFile(
      path: "judge_prompts.jsonl",
      digest: "fd283293406d024f44c174b094ef48031d0687a4682fd3a56b29b138f80281b6"),
    PublishedFile(
      path: "mt_bench/question.jsonl",
      digest: "119565adbab82227089cefdb44c8d7e2cf04dc0a0ec233634c82e7d4e2a944f7"),
    PublishedFile(
      path: "mt_bench/reference_answer/gpt-4.jsonl",
      digest: "f957a5bc977badb66885ec970e6cd08527845780313f0995764260e5777b9b3f"),
  ]
}
