package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.aws.api.Wildcard;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import java.util.List;

/**
 * Which offerings, or which instances, are meant. Every list holds patterns in AWS's form ({@code
 * *} and {@code ?}); an empty one means all.
 */
public record Target(
    List<String> instances, List<String> types, List<String> zones, List<String> markets) {
  public Target {
    instances = List.copyOf(instances);
    types = List.copyOf(types);
    zones = List.copyOf(zones);
    markets = List.copyOf(markets);
  }

  boolean covers(Offering offering) {
    return matches(types, offering.type().name())
        && matches(zones, offering.zone().name())
        && matches(markets, offering.market().wireName());
  }

  boolean covers(Instance instance) {
    return matches(instances, instance.id()) && covers(instance.offering());
  }

  static boolean matches(List<String> patterns, String text) {
    return patterns.isEmpty() || Wildcard.anyOf(patterns).test(text);
  }
}
