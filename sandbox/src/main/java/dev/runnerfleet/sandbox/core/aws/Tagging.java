package dev.runnerfleet.sandbox.core.aws;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tags of all resources. A call is carried out for all that it names, or for none. */
public final class Tagging {
  private static final int MAX_RESOURCES = 1000;

  /** A tag and what bears it. */
  public record TagOf(String resource, String resourceType, String key, String value) {}

  private record Kind(String resourceType, Tagged resources) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  void add(String idPrefix, String resourceType, Tagged resources) {
    kinds.put(idPrefix, new Kind(resourceType, resources));
  }

  /** Puts tags over those that the resources have. */
  public void tag(List<String> resources, Map<String, String> tags) {
    var merged = new LinkedHashMap<String, Map<String, String>>();
    for (String id : checked(resources)) {
      merged.put(id, Tags.merge(kind(id).resources().tags(id), tags));
    }
    merged.forEach((id, all) -> kind(id).resources().retag(id, all));
  }

  /**
   * Takes tags away.
   *
   * @param tags by key; with a value only where it is that one. All of the user's own when empty
   */
  public void untag(List<String> resources, Map<String, Optional<String>> tags) {
    tags.keySet().forEach(Tags::refuseReserved);
    var left = new LinkedHashMap<String, Map<String, String>>();
    for (String id : checked(resources)) {
      var kept = new TreeMap<>(kind(id).resources().tags(id));
      kept.entrySet().removeIf(tag -> isTaken(tag, tags));
      left.put(id, Map.copyOf(kept));
    }
    left.forEach((id, all) -> kind(id).resources().retag(id, all));
  }

  private static boolean isTaken(
      Map.Entry<String, String> tag, Map<String, Optional<String>> tags) {
    if (tags.isEmpty()) {
      return !Tags.isReserved(tag.getKey());
    }
    var value = tags.get(tag.getKey());
    return value != null && value.map(tag.getValue()::equals).orElse(true);
  }

  private static List<String> checked(List<String> resources) {
    if (resources.size() > MAX_RESOURCES) {
      throw Refusal.invalid(
          "ResourceId", resources.size() + " ids", "At most 1000 resources at a time.");
    }
    return resources;
  }

  private Kind kind(String id) {
    int dash = id.indexOf('-');
    Kind kind = kinds.get(dash < 0 ? id : id.substring(0, dash));
    if (kind == null) {
      throw new Refusal("InvalidID", "The ID '" + id + "' is not valid");
    }
    return kind;
  }

  /** Every tag of every resource. */
  public Stream<TagOf> all() {
    return kinds.values().stream()
        .flatMap(kind -> kind.resources().ids().stream().flatMap(id -> of(kind, id)));
  }

  private static Stream<TagOf> of(Kind kind, String id) {
    return new TreeMap<>(Objects.requireNonNull(kind.resources().tags(id)))
        .entrySet().stream()
            .map(tag -> new TagOf(id, kind.resourceType(), tag.getKey(), tag.getValue()));
  }
}
