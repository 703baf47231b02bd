package dev.runnerfleet.sandbox.core.aws.api;

import java.util.Collection;
import java.util.Map;

/** Resources of one type that can be tagged. */
public interface Tagged {
  /** All of them, in order of creation. */
  Collection<String> ids();

  /**
   * The tags of a resource.
   *
   * @throws Refusal if there is none of this id
   */
  Map<String, String> tags(String id);

  /** Gives a resource these tags in place of those that it has; they have been checked. */
  void retag(String id, Map<String, String> tags);
}
