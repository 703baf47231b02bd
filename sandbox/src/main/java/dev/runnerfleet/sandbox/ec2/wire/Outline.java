package dev.runnerfleet.sandbox.ec2.wire;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;

/**
 * The elements of a model class, with their tags at hand: a page of a thousand instances has some
 * fifty thousand of them, and is not to look up each field's traits for each instance anew.
 */
record Outline(List<Element> elements) {
  private static final Map<Class<?>, Outline> KNOWN = new ConcurrentHashMap<>();

  /**
   * One field.
   *
   * @param member the tags around each member where the field is a list, else null
   */
  record Element(SdkField<?> field, Tags tags, @Nullable Tags member) {
    static Element of(SdkField<?> field) {
      ListTrait list = field.getTrait(ListTrait.class);
      return new Element(
          field,
          Tags.of(field.unmarshallLocationName()),
          list == null ? null : Tags.of(memberName(list)));
    }

    private static String memberName(ListTrait list) {
      String name = list.memberLocationName();
      return name == null ? "item" : name;
    }
  }

  record Tags(String open, String close) {
    static Tags of(String name) {
      return new Tags("<" + name + ">", "</" + name + ">");
    }
  }

  static Outline of(SdkPojo pojo) {
    return KNOWN.computeIfAbsent(
        pojo.getClass(), type -> new Outline(pojo.sdkFields().stream().map(Element::of).toList()));
  }
}
