package dev.runnerfleet.sandbox.ec2.action;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The shapes that many of EC2's requests share. */
public final class Shapes {
  private Shapes() {}

  public static List<Filter> filters(
      List<software.amazon.awssdk.services.ec2.model.Filter> filters) {
    return filters.stream()
        .map(filter -> new Filter(required("Filter.Name", filter.name()), filter.values()))
        .toList();
  }

  public static <T> T required(String parameter, @Nullable T value) {
    if (value == null) {
      throw Refusal.missing(parameter);
    }
    return value;
  }

  public static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    for (Tag tag : tags) {
      String value = tag.value();
      map.put(required("Tag.Key", tag.key()), value == null ? "" : value);
    }
    return map;
  }

  /** The tags that are specified for one type of resource. */
  public static Map<String, String> tags(
      List<TagSpecification> specifications, String resourceType) {
    var map = new TreeMap<String, String>();
    for (TagSpecification specification : specifications) {
      if (resourceType.equals(specification.resourceTypeAsString())) {
        map.putAll(tags(specification.tags()));
      }
    }
    return map;
  }

  /** The types of resource that tags are specified for. */
  public static Set<String> taggedTypes(List<TagSpecification> specifications) {
    var types = new TreeSet<String>();
    for (TagSpecification specification : specifications) {
      types.add(required("TagSpecification.ResourceType", specification.resourceTypeAsString()));
    }
    return types;
  }

  /** A price in US dollars per hour. */
  public static Usd price(String parameter, String text) {
    try {
      var amount = new BigDecimal(text);
      if (amount.signum() > 0) {
        return new Usd(amount);
      }
    } catch (NumberFormatException e) {
      throw Refusal.invalid(parameter, text, "A price in US dollars per hour.");
    }
    throw Refusal.invalid(parameter, text, "A price of more than nothing.");
  }

  public static List<Tag> tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
  }
}
