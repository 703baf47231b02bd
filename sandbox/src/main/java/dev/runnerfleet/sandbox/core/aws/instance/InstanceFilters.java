package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The filters of DescribeInstances that the sandbox knows. */
public final class InstanceFilters {
  private static final Map<String, Function<Instance, Stream<String>>> ATTRIBUTES =
      Map.ofEntries(
          one("instance-id", Instance::id),
          one("instance-state-name", i -> i.state().wireName()),
          one("instance-state-code", i -> String.valueOf(i.state().code())),
          one("instance-type", i -> i.offering().type().name()),
          one("availability-zone", i -> i.offering().zone().name()),
          one("subnet-id", i -> i.subnet().id()),
          one("vpc-id", i -> i.subnet().vpc()),
          one("private-ip-address", Instance::privateIp),
          one("image-id", i -> i.order().image()),
          one("architecture", i -> i.offering().type().architecture()),
          one("reservation-id", Instance::reservationId),
          optional("client-token", i -> Stream.ofNullable(i.order().clientToken())),
          optional(
              "instance-lifecycle",
              i -> i.offering().market() == Market.SPOT ? Stream.of("spot") : Stream.empty()));

  private InstanceFilters() {}

  public static Predicate<Instance> all(List<Filter> filters) {
    return Filter.all(filters, ATTRIBUTES, Instance::tags);
  }

  private static Map.Entry<String, Function<Instance, Stream<String>>> one(
      String name, Function<Instance, String> attribute) {
    return Map.entry(name, instance -> Stream.of(attribute.apply(instance)));
  }

  private static Map.Entry<String, Function<Instance, Stream<String>>> optional(
      String name, Function<Instance, Stream<String>> attribute) {
    return Map.entry(name, attribute);
  }
}
