internal import Warehouse

/// Reads LiteLLM's table of prices: an object of models, each with its prices for one token.
///
/// A model that has one price that cannot be taken is left out as a whole, with the reason, and so are
/// two entries that give one model of one provider different prices.
struct LiteLLMTable {
  /// The file's name, for the source of each price.
  let name: String
  /// From when the prices hold.
  let validFrom: Int64

  /// Entries that describe the table.
  private static let notModels: Set = ["sample_spec", "fallback_generalizations"]

  /// - Throws: `PriceFileError`.
  func read(_ bytes: [UInt8], path: String) throws -> PriceFile {
    var parser = try JSONParser()
    var file = PriceFile(format: "litellm")
    do {
      try parser.withDocument(copying: bytes) { node in
        var entries: [Entry] = []
        var isTable = false
        var fields = LiteLLMFields()
        for member in node.members {
          guard let key = member.key() else { continue }
          if member["litellm_provider"] != nil { isTable = true }
          guard !Self.notModels.contains(key) else { continue }
          do {
            entries.append(try entry(key, member, &fields))
          } catch let problem as PriceProblem {
            file.leftOut.append(
              PriceFile.Model(name: key, reason: problem.description, priceCount: 0))
          }
        }
        guard isTable else {
          throw PriceFileError.notPrices(
            file: path, reason: "no entry has the field litellm_provider")
        }
        Self.collect(entries, into: &file)
      }
    } catch let error as JSONError {
      throw PriceFileError.notPrices(file: path, reason: "\(error)")
    }
    return file
  }

  // MARK: - Private

  private struct Entry {
    let key: String
    let rows: [PriceRow]
    let unplaced: [String]
  }

  private struct Identity: Hashable {
    let provider: String
    let model: String
  }

  private func entry(
    _ key: String, _ node: JSONNode, _ fields: inout LiteLLMFields
  ) throws -> Entry {
    guard let provider = node["litellm_provider"]?.string() else {
      throw PriceProblem("names no provider")
    }
    let place = LiteLLMName(key: key, provider: provider)
    var prices = LiteLLMPrices()
    for member in node.members {
      guard let field = member.key() else { continue }
      try prices.add(field, member, &fields)
    }
    guard !prices.amounts.isEmpty else { throw PriceProblem(prices.whyEmpty) }
    let retiresAt = try retirement(node)
    let rows = prices.amounts.sorted { $0.key < $1.key }.map { slot, amount in
      PriceRow(
        provider: place.provider, model: place.model, slot.tokenClass, tier: slot.tier,
        aboveTokens: slot.aboveTokens, nanoUSDPerMillion: amount, validFrom: validFrom,
        retiresAt: retiresAt, source: name)
    }
    return Entry(key: key, rows: rows, unplaced: prices.unplaced)
  }

  private func retirement(_ node: JSONNode) throws -> Int64? {
    guard let value = node["deprecation_date"], !value.isNull else { return nil }
    guard let day = value.string().flatMap(PriceCheck.day) else {
      throw PriceProblem("deprecation_date is \(value.shownJSON), not a day")
    }
    return day
  }

  /// Entries for one model of one provider must agree.
  private static func collect(_ entries: [Entry], into file: inout PriceFile) {
    let groups = Dictionary(grouping: entries) { entry in
      Identity(provider: entry.rows[0].provider, model: entry.rows[0].model)
    }
    for entry in entries {
      let identity = Identity(provider: entry.rows[0].provider, model: entry.rows[0].model)
      let same = groups[identity] ?? []
      let amounts = Set(same.map { $0.rows.map(\.nanoUSDPerMillion) })
      let slots = Set(same.map { $0.rows.map(PriceSlot.init) })
      if amounts.count > 1 || slots.count > 1 {
        let others = same.map(\.key).filter { $0 != entry.key }.joined(separator: ", ")
        file.leftOut.append(
          PriceFile.Model(
            name: entry.key, reason: "two prices for one instant: \(others) is the same model",
            priceCount: 0))
        continue
      }
      let isFirst = same.first?.key == entry.key
      if isFirst { file.rows += entry.rows }
      file.imported.append(
        PriceFile.Model(
          name: entry.key,
          reason: entry.unplaced.isEmpty ? nil : entry.unplaced.joined(separator: ", "),
          priceCount: isFirst ? entry.rows.count : 0))
    }
  }
}

/// What a model is called here that LiteLLM has under a key.
struct LiteLLMName {
  let provider: String
  let model: String

  /// A provider's families are one provider, and its name before the model's is not sent to it.
  init(key: String, provider: String) {
    let family = provider.hasPrefix("vertex_ai-") ? "vertex_ai" : provider
    let name =
      Self.families[family]
      ?? (family.hasPrefix("text-completion-")
        ? String(family.dropFirst("text-completion-".count)) : family)
    self.provider = name
    let prefix = [provider, family, name].first { key.hasPrefix($0 + "/") }
    model = prefix.map { String(key.dropFirst($0.utf8.count + 1)) } ?? key
  }

  private static let families = [
    "azure_text": "azure", "bedrock_converse": "bedrock", "cohere_chat": "cohere",
    "fireworks_ai-embedding-models": "fireworks_ai",
  ]
}
