public import ArgumentParser
public import Evaluate

extension ProviderName: ExpressibleByArgument {}
