import Testing

@testable import Statistics

/// Distributions against printed tables, and against values that mpmath 1.3.0 gives with 40 digits.
@Suite struct DistributionTests {
  /// Abramowitz and Stegun, table 26.10, and the t table of the NIST/SEMATECH handbook.
  @Test(arguments: [
    (1.0, 0.975, 12.706), (2, 0.975, 4.303), (5, 0.975, 2.571), (10, 0.975, 2.228),
    (30, 0.975, 2.042), (60, 0.975, 2.000), (100, 0.975, 1.984), (10, 0.995, 3.169),
    (10, 0.95, 1.812), (1, 0.9, 3.078), (100, 0.999, 3.174),
  ])
  func `quantiles of t are those of the printed tables`(df: Double, p: Double, expected: Double) {
    expectClose(StudentT(degreesOfFreedom: df)?.quantile(p), expected, absolute: 5e-4)
  }

  @Test(arguments: [
    (1.0, 0.001, 0.99936338043983888), (1, 0.5, 0.70483276469913345),
    (1, 40, 0.015912179824051627), (2, 5, 0.037749551350623726),
    (2, 40, 0.00062441467218474064), (5, 0.5, 0.63829887164092901),
    (5, 5, 0.0041047159800533224), (5, 40, 1.8411962171772954e-7),
    (79, 0.001, 0.99920463646640945), (79, 5, 3.382040693807929e-6),
    (79, 40, 3.3784759121920045e-54), (159, 0.5, 0.61776635310089316),
    (159, 40, 6.8124145842586205e-85), (1000, 5, 6.7672563646486304e-7),
    (1000, 40, 1.0478852155173361e-209), (100_000, 0.5, 0.61707617765441804),
    (100_000, 5, 5.7427016786416729e-7),
  ])
  func `probabilities of t are right to twelve digits`(df: Double, t: Double, expected: Double) {
    expectClose(StudentT(degreesOfFreedom: df)?.twoSided(t), expected, relative: 1e-12)
    expectClose(StudentT(degreesOfFreedom: df)?.twoSided(-t), expected, relative: 1e-12)
  }

  @Test(arguments: [
    (1.0, 0.975, 12.706204736174693), (2, 0.975, 4.3026527297494618),
    (79, 0.975, 1.9904502102301285), (159, 0.975, 1.974996212767476),
    (1000, 0.9999, 3.7328516045753962), (3, 1e-8, -479.52506957973828),
    (2, 1e-12, -707106.78118548687),
  ])
  func `quantiles of t are right to eleven digits`(df: Double, p: Double, expected: Double) {
    expectClose(StudentT(degreesOfFreedom: df)?.quantile(p), expected, relative: 1e-11)
  }

  @Test(arguments: [
    (0.1, 0.92034432544594204), (1, 0.3173105078629141), (5, 5.7330314375838782e-7),
    (10, 1.5239706048321052e-23), (30, 9.8134278542963741e-198),
  ])
  func `probabilities of the normal distribution`(z: Double, expected: Double) {
    let error = z > 10 ? 1e-12 : 1e-14
    expectClose(NormalDistribution.twoSided(z), expected, relative: error)
    expectClose(NormalDistribution.cumulative(-z), expected / 2, relative: error)
  }

  @Test(arguments: [
    (0.975, 1.95996398454005424), (0.8, 0.841621233572914205), (0.999, 3.09023230616781354),
    (1e-10, -6.3613409024040562), (1e-300, -37.0470962993611992), (0.5, 0),
  ])
  func `quantiles of the normal distribution`(p: Double, expected: Double) {
    expectClose(NormalDistribution.quantile(p), expected, relative: 1e-12)
  }

  /// The first three of Abramowitz and Stegun, table 26.8.
  @Test(arguments: [
    (1.0, 0.95, 3.8414588206941245), (10, 0.05, 3.9402991361190601),
    (100, 0.975, 129.56119718583659),
  ])
  func `quantiles of chi squared`(df: Double, p: Double, expected: Double) {
    expectClose(ChiSquared(degreesOfFreedom: df)?.quantile(p), expected, relative: 1e-11)
  }

  @Test(arguments: [
    (1.0, 0.01, 0.92034432544594204), (1, 21.3556, 3.8150474213741775e-6),
    (1, 150, 1.7336432457178264e-34), (2, 0.01, 0.99501247919268231),
    (2, 150, 2.6786369618080779e-33), (10, 3.841458820694124, 0.95421572955466572),
    (10, 21.3556, 0.018745965516200281), (100, 150, 0.00090393204235400909),
    (100, 0.01, 1),
  ])
  func `probabilities of chi squared`(df: Double, x: Double, expected: Double) {
    expectClose(ChiSquared(degreesOfFreedom: df)?.upperTail(x), expected, relative: 1e-12)
  }

  @Test(arguments: [
    (0.5, 0.5, 1.14472988584940017), (39.5, 0.5, -1.26262092056045117),
    (500_000, 0.5, -5.98881649577746431), (50, 60, -76.5227233533505127),
    (5, 12, -9.99149842985884134),
  ])
  func `log-beta does not cancel`(a: Double, b: Double, expected: Double) {
    expectClose(SpecialFunctions.logBeta(a, b), expected, relative: 4e-15)
    expectClose(SpecialFunctions.logBeta(b, a), expected, relative: 4e-15)
  }

  @Test(arguments: [
    (0.2, 2.0, 3.0, 0.1808), (0.9, 30, 5, 0.75040828378787738), (0.5, 0.5, 0.5, 0.5),
    (0.01, 1, 200, 0.86602032514203805), (0.3, 100, 250, 0.72654147414331924), (0, 2, 3, 0),
    (1, 2, 3, 1),
  ])
  func `the incomplete beta function`(x: Double, a: Double, b: Double, expected: Double) {
    expectClose(
      SpecialFunctions.regularizedBeta(x, complement: 1 - x, a, b), expected, relative: 1e-13)
  }

  @Test func `what is no distribution or no share gives nothing`() {
    #expect(StudentT(degreesOfFreedom: 0) == nil)
    #expect(StudentT(degreesOfFreedom: .nan) == nil)
    #expect(ChiSquared(degreesOfFreedom: -1) == nil)
    for p in [0, 1, -0.5, 2, Double.nan] {
      #expect(NormalDistribution.quantile(p) == nil)
      #expect(StudentT(degreesOfFreedom: 5)?.quantile(p) == nil)
    }
    #expect(StudentT(degreesOfFreedom: 5)?.twoSided(.nan) == 1)
    #expect(StudentT(degreesOfFreedom: 5)?.twoSided(.infinity) == 0)
  }
}
