package dev.runnerfleet.sandbox.ec2.wire;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills a model class's builder from a form, and notices parameters that the class does not have.
 */
public final class QueryDecoder {
  private final Form form;
  private final Set<String> read = new HashSet<>();

  private QueryDecoder(Form form) {
    this.form = form;
  }

  /**
   * Reads all of the form into the builder.
   *
   * @param ignored parameters that belong to the protocol and not to the request
   * @throws Refusal UnknownParameter or InvalidParameterValue
   */
  public static <B extends SdkPojo> B decode(Form form, B builder, Set<String> ignored) {
    var decoder = new QueryDecoder(form);
    decoder.fill(builder, "");
    for (String name : form.parameters().keySet()) {
      if (!decoder.read.contains(name) && !ignored.contains(name)) {
        throw new Refusal("UnknownParameter", "The parameter " + name + " is not recognized");
      }
    }
    return builder;
  }

  private void fill(SdkPojo builder, String prefix) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = value(field, prefix + field.locationName());
      if (value != null) {
        field.set(builder, value);
      }
    }
  }

  private @Nullable Object value(SdkField<?> field, String name) {
    if (!form.has(name)) {
      return null;
    }
    MarshallingKnownType type = field.marshallingType().getKnownType();
    if (type == MarshallingKnownType.LIST) {
      return list(field, name);
    }
    if (type == MarshallingKnownType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      fill(builder, name + ".");
      return ((Buildable) builder).build();
    }
    read.add(name);
    String text = form.get(name);
    return text == null ? null : scalar(type, name, text);
  }

  private List<@Nullable Object> list(SdkField<?> field, String name) {
    SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
    var values = new ArrayList<@Nullable Object>();
    for (int i = 1; form.has(name + "." + i); i++) {
      values.add(value(member, name + "." + i));
    }
    return values;
  }

  private static Object scalar(MarshallingKnownType type, String name, String text) {
    try {
      return switch (type) {
        case STRING -> text;
        case INTEGER -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case FLOAT -> Float.valueOf(text);
        case BOOLEAN -> bool(name, text);
        case INSTANT -> Instant.parse(text);
        case SDK_BYTES -> SdkBytes.fromUtf8String(text);
        default -> throw new IllegalStateException(name + " has a type unknown here: " + type);
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      throw Refusal.invalid(name, text, "It is not of the type that is expected.");
    }
  }

  private static Boolean bool(String name, String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw Refusal.invalid(name, text, "Expected true or false.");
  }
}
