package dev.runnerfleet.provisioner.core.pool;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which versions of a pool's launch template nobody will launch from again. */
public final class TemplateVersions {

  private TemplateVersions() {}

  /**
   * Those older than the current one, unless a call that may be repeated or a machine that lives
   * was made from them. Newer ones are left alone: another replica may just have made them for a
   * revision that is not known here. So is the first of all, which is the template's default and
   * cannot be deleted while it is.
   */
  public static List<Long> obsolete(
      Collection<Long> existing, long current, Set<Long> inUse, long defaultVersion) {
    return existing.stream()
        .filter(version -> version < current && version != defaultVersion)
        .filter(version -> !inUse.contains(version))
        .sorted()
        .toList();
  }
}
