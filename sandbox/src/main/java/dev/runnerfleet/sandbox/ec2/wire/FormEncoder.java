package dev.runnerfleet.sandbox.ec2.wire;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Writes a model class as the form parameters that it would be read from. */
public final class FormEncoder {
  private final SortedMap<String, String> parameters = new TreeMap<>();

  private FormEncoder() {}

  public static SortedMap<String, String> encode(SdkPojo pojo) {
    var encoder = new FormEncoder();
    encoder.fields("", pojo);
    return encoder.parameters;
  }

  private void fields(String prefix, SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null) {
        put(prefix + field.locationName(), value);
      }
    }
  }

  private void put(String name, Object value) {
    switch (value) {
      case SdkPojo pojo -> fields(name + ".", pojo);
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          put(name + "." + (i + 1), list.get(i));
        }
      }
      case SdkBytes bytes -> parameters.put(name, bytes.asUtf8String());
      default -> parameters.put(name, value.toString());
    }
  }
}
