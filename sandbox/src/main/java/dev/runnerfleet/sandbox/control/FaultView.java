package dev.runnerfleet.sandbox.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.runnerfleet.sandbox.core.fault.FaultStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands.
 *
 * @param state {@code waiting}, {@code active} or {@code over}
 * @param endsAt null where it lasts until it is lifted
 * @param strikes how many calls, deliveries or instances it has met
 * @param order what was ordered, with what was not said filled in
 */
record FaultView(
    String id,
    String kind,
    String state,
    Instant startsAt,
    @Nullable Instant endsAt,
    long strikes,
    long seed,
    JsonNode order) {
  private static final ObjectMapper AS_ORDERED =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addSerializer(Enum.class, new EnumName()));

  static FaultView of(FaultStatus status) {
    return new FaultView(
        status.id(),
        status.name(),
        FaultOrders.wireName(status.state()),
        status.startsAt(),
        status.endsAt(),
        status.strikes(),
        status.seed(),
        AS_ORDERED.valueToTree(status.kind()));
  }

  @SuppressWarnings("rawtypes")
  private static final class EnumName extends JsonSerializer<Enum> {
    @Override
    public void serialize(Enum value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(FaultOrders.wireName(value));
    }
  }
}
