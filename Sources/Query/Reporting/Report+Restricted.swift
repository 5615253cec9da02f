extension Report {
  /// One section alone, without the columns that say nothing in it: what people see of it.
  ///
  /// A section without rows keeps all columns, and one that was asked for by name always stays.
  func restricted(to section: Section) -> Report {
    let shown = columns.indices.filter { index in
      section.rows.isEmpty || columns[index].visibility == .asked
        || section.rows.contains { $0.cells[index] != .null }
    }
    return Report(
      name: name,
      columns: shown.map { index in
        section.rates.contains(columns[index].name) ? columns[index].asRate : columns[index]
      },
      sections: [
        Section(
          title: section.title, subtitle: section.subtitle,
          rows: section.rows.map { row in
            Row(shown.map { row.cells[$0] }, emphasis: row.emphasis)
          },
          notes: section.notes)
      ])
  }
}
