package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The shapes that many of EC2's requests share. */
final class Shapes {
  private Shapes() {}

  static List<Filter> filters(List<software.amazon.awssdk.services.ec2.model.Filter> filters) {
    return filters.stream()
        .map(filter -> new Filter(required("Filter.Name", filter.name()), filter.values()))
        .toList();
  }

  static <T> T required(String parameter, @Nullable T value) {
    if (value == null) {
      throw Refusal.missing(parameter);
    }
    return value;
  }

  static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    for (Tag tag : tags) {
      String value = tag.value();
      map.put(required("Tag.Key", tag.key()), value == null ? "" : value);
    }
    return map;
  }

  /** The tags that are specified for one type of resource. */
  static Map<String, String> tags(List<TagSpecification> specifications, String resourceType) {
    var map = new TreeMap<String, String>();
    for (TagSpecification specification : specifications) {
      if (resourceType.equals(specification.resourceTypeAsString())) {
        map.putAll(tags(specification.tags()));
      }
    }
    return map;
  }

  static List<Tag> tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }
}
