/// One record of a source, ready to be written: what it states, and where it stood.
public struct SourceRecord: Sendable {
  /// Digest of what the record states, with the benchmark's name.
  public let statement: Key
  /// Counts from 1.
  public let line: Int
  /// JSON of fields that no column holds or whose spelling a column would lose; nil: none.
  public let extra: String?
  /// Whether a line says this beside its own record.
  ///
  /// A row of figures may say the category of its question. Such a statement counts once a store,
  /// and is no record of the file's.
  public let isImplied: Bool
  /// What it says.
  public let content: Content
  /// The record's key where no equal one stands before it in the same file.
  let firstKey: Key

  /// What the record is.
  ///
  /// Indirect, because records pass through several hands and a copy should cost one reference.
  public indirect enum Content: Sendable {
    /// A judge prompt.
    case template(TemplateRecord)
    /// The content of a question.
    case question(QuestionRecord)
    /// Answers to a question.
    case answer(AnswerRecord)
    /// A verdict.
    case judgment(JudgmentRecord)
  }

  /// A record at a line of its source.
  public init(
    statement: Key, line: Int, extra: String?, isImplied: Bool = false, content: Content
  ) {
    self.statement = statement
    self.line = line
    self.extra = extra
    self.isImplied = isImplied
    self.content = content
    // Here, because records are made on another thread than they are written on.
    firstKey = Self.key(of: statement, repetition: 0)
  }

  /// The record's key when `repetition` equal records stand before it in the same file.
  static func key(of statement: Key, repetition: Int) -> Key {
    var form = CanonicalForm("record")
    form.add(statement)
    form.add(Int64(repetition))
    return form.key()
  }

  /// The bytes of its texts and prompts: what it weighs in memory.
  public var textByteCount: Int {
    let prompts: [StoredText] =
      if case .judgment(let judgment) = content { judgment.games.compactMap(\.prompt) } else { [] }
    return (content.texts + prompts).reduce(extra?.utf8.count ?? 0) { $0 + $1.utf8.count }
  }

  var kind: String {
    switch content {
    case .template: "template"
    case .question: "question"
    case .answer: "answer"
    case .judgment: "judgment"
    }
  }
}

/// A record that cannot be imported, kept with the reason.
public struct RejectRecord: Sendable {
  /// Counts from 1.
  public let line: Int
  /// Where it begins in the file.
  public let byteOffset: Int
  /// Of the whole record, also where `content` holds less.
  public let byteCount: Int
  /// Of the whole record.
  public let digest: Key
  /// At most its first 64 KiB.
  public let content: [UInt8]
  /// Continues `FILE:LINE`.
  public let reason: String

  /// A reject at a line of its source.
  public init(
    line: Int, byteOffset: Int, byteCount: Int, digest: Key, content: [UInt8], reason: String
  ) {
    self.line = line
    self.byteOffset = byteOffset
    self.byteCount = byteCount
    self.digest = digest
    self.content = content
    self.reason = reason
  }
}

extension SourceRecord.Content {
  /// What of it is kept as texts.
  ///
  /// Prompts are not: they are kept as what they are made of.
  var texts: [StoredText] {
    switch self {
    case .template(let template): [template.system, template.body].compactMap(\.self)
    case .question(let question): question.turns ?? []
    case .answer(let answer): answer.turns.compactMap(\.text)
    case .judgment(let judgment): judgment.games.compactMap(\.text)
    }
  }
}
