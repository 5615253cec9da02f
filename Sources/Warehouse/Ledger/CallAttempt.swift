internal import Storage

/// What is about to be sent.
package struct CallAttempt: Sendable {
  /// The item of work it is for; nil: for none.
  package let item: Int64?
  package let endpoint: EndpointName
  package let requestedModel: String
  /// The project or key as a person calls it, never the key.
  package let credentialLabel: String?
  /// JSON of the settings that go along.
  package let parameters: String
  /// The most it can cost; nil: no price is known, and no budget asks for one.
  package let reservedNanoUSD: Int64?

  package init(
    item: Int64?, endpoint: EndpointName, requestedModel: String, credentialLabel: String?,
    parameters: String, reservedNanoUSD: Int64?
  ) {
    self.item = item
    self.endpoint = endpoint
    self.requestedModel = requestedModel
    self.credentialLabel = credentialLabel
    self.parameters = parameters
    self.reservedNanoUSD = reservedNanoUSD
  }
}

/// Where a call goes.
package struct EndpointName: Sendable, Hashable {
  package let host: String
  /// Who is asked: `openai`, `anthropic`, or another name that prices know.
  package let provider: String
  package let deployment: String?

  package init(host: String, provider: String, deployment: String? = nil) {
    self.host = host
    self.provider = provider
    self.deployment = deployment
  }

  var key: Key {
    var form = CanonicalForm("endpoint")
    form.add(host)
    form.add(provider)
    form.add(deployment)
    return form.key()
  }
}

/// An attempt that stands in the ledger: it may be sent now.
package struct OpenAttempt: Sendable, Hashable {
  package let id: Int64
  package let reservedNanoUSD: Int64?
  package let sentAt: Int64
}

extension RunWriter {
  /// Notes what is about to be sent and takes its worst cost out of every budget it counts against.
  ///
  /// - Throws: `BudgetReached`, and then nothing is noted.
  package func begin(_ attempt: CallAttempt) throws -> OpenAttempt {
    let sentAt = Clock.now()
    try budgets()?.reserve(attempt.reservedNanoUSD, in: run.budgetScopes(at: sentAt))
    let key = Key(at: sentAt, number: .random(in: .min ... .max))
    let id = try connection.insertedID(
      """
      INSERT INTO call_attempts (attempt_key, run_id, work_item_id, worker, endpoint_id,
        requested_model, credential_label, reserved_nano_usd, sent_at, parameters)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """,
      [
        key.sqlValue, .integer(run.id), .optional(attempt.item), .text(worker),
        .integer(try endpointID(attempt.endpoint)), .text(attempt.requestedModel),
        .optional(attempt.credentialLabel), .optional(attempt.reservedNanoUSD),
        .integer(sentAt), .text(attempt.parameters),
      ])
    if let item = attempt.item {
      try connection.execute(
        "UPDATE work_items SET attempts = attempts + 1 WHERE id = $1", [.integer(item)])
    }
    return OpenAttempt(id: id, reservedNanoUSD: attempt.reservedNanoUSD, sentAt: sentAt)
  }
}
