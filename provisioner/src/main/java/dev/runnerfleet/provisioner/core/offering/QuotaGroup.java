package dev.runnerfleet.provisioner.core.offering;

/**
 * The instance families that share one vCPU quota (Amazon EC2 User Guide, "Amazon EC2 instance type
 * quotas"): A, C, D, H, I, M, R, T and Z together, G with VT, and each other alone.
 */
record QuotaGroup(String name) {

  private static final String STANDARD = "acdhimrtz";

  static QuotaGroup of(String instanceType) {
    int letters = 0;
    while (letters < instanceType.length() && Character.isLetter(instanceType.charAt(letters))) {
      letters++;
    }
    String family = instanceType.substring(0, letters);
    boolean standardLetter = family.length() == 1 && STANDARD.contains(family);
    if (standardLetter || family.equals("im") || family.equals("is")) {
      return new QuotaGroup("standard");
    }
    return new QuotaGroup(family.equals("vt") ? "g" : family);
  }

  /** How a closure names its types. */
  String pattern() {
    return name + "/*";
  }
}
