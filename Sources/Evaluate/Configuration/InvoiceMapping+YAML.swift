internal import Ingest

extension InvoiceMapping {
  /// Reads a mapping: which column holds what.
  ///
  /// - Throws: `ConfigurationError`.
  init(_ value: YAMLValue) throws(ConfigurationError) {
    let fields = try value.fields([
      "date", "amount", "unit", "currency", "model", "project", "provider",
    ])
    guard let date = try fields["date"]?.text(), let amount = try fields["amount"]?.text() else {
      throw value.wrong("a mapping with the columns date and amount")
    }
    self.init(date: date, amount: amount)
    if let unit = fields["unit"] {
      let text = try unit.text()
      guard ["usd", "cents"].contains(text) else { throw unit.wrong("usd or cents") }
      isInCents = text == "cents"
    }
    currency = try fields["currency"]?.text()
    model = try fields["model"]?.text()
    project = try fields["project"]?.text()
    provider = try fields["provider"]?.text() ?? provider
  }
}
