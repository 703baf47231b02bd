package dev.runnerfleet.provisioner.core.pool;

/** Tells which of a pool's settings AWS means by an error code. */
public final class Misconfiguration {

  private Misconfiguration() {}

  /**
   * The code, and what to look at.
   *
   * @param code AWS's code, or one of ours
   */
  public static String detail(String code) {
    return code + ": " + where(code);
  }

  private static String where(String code) {
    if (code.startsWith("InvalidAMI") || code.startsWith("InvalidParameter.SSM")) {
      return "check machine.image";
    }
    if (code.startsWith("InvalidSubnet")) {
      return "check machine.subnets";
    }
    if (code.startsWith("InvalidGroup") || code.startsWith("InvalidSecurityGroup")) {
      return "check machine.security-groups";
    }
    if (code.startsWith("InvalidIamInstanceProfile")) {
      return "check machine.instance-profile";
    }
    if (code.startsWith("InvalidUserData")) {
      return "machine.bootstrap and machine.script are too long: user data holds 16 KB, compressed";
    }
    if (code.startsWith("InvalidBlockDeviceMapping")) {
      return "check machine.disk-gib, which must hold the image's own disk";
    }
    if (code.startsWith("NoInstanceTypeFits")) {
      return "no instance type of the region is what machine.needs asks for";
    }
    if (code.contains("Kms") || code.contains("KMS")) {
      return "check machine.kms-key and who may use it";
    }
    if (isOfRights(code)) {
      return "check the provisioner's rights in AWS, and AWS's service-linked role for spot";
    }
    return "check the pool's machine settings";
  }

  /**
   * Whether our rights in AWS are in the way and not the pool: they are mended elsewhere, and
   * nobody tells us when.
   */
  public static boolean isOfRights(String code) {
    return code.startsWith("Unauthorized")
        || code.startsWith("AuthFailure")
        || code.startsWith("OptInRequired")
        || code.startsWith("Blocked");
  }
}
