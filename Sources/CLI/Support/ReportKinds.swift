public import ArgumentParser
internal import Query

extension ListReport.Kind: ExpressibleByArgument {}
extension ShowReport.Kind: ExpressibleByArgument {}
extension StatementTarget.Kind: ExpressibleByArgument {}
