package dev.runnerfleet.sandbox.ec2.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills one model class from another with fields of the same names: EC2 has pairs of them, one for
 * what is asked and one for what is answered.
 */
public final class Likeness {
  private Likeness() {}

  public static <B extends SdkPojo> B fill(B builder, SdkPojo from) {
    Map<String, SdkField<?>> sources = new HashMap<>();
    from.sdkFields().forEach(field -> sources.put(field.memberName(), field));
    for (SdkField<?> target : builder.sdkFields()) {
      SdkField<?> source = sources.get(target.memberName());
      Object value = source == null ? null : source.getValueOrDefault(from);
      if (value != null) {
        target.set(builder, like(target, value));
      }
    }
    return builder;
  }

  private static Object like(SdkField<?> target, Object value) {
    if (value instanceof SdkPojo pojo) {
      return ((Buildable) fill(target.constructor().get(), pojo)).build();
    }
    if (value instanceof List<?> list) {
      SdkField<?> member = target.getRequiredTrait(ListTrait.class).memberFieldInfo();
      return list.stream().map(each -> like(member, each)).toList();
    }
    return value;
  }
}
