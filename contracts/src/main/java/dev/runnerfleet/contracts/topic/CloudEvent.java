package dev.runnerfleet.contracts.topic;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CloudEvents 1.0 attributes of a message, as Kafka headers in binary content mode (Kafka
 * Protocol Binding for CloudEvents).
 *
 * @param id unique per message; a repetition carries the same one
 * @param source the service that wrote it, such as {@code /runnerfleet/scaler}
 * @param type the message's type, such as {@code dev.runnerfleet.JobQueued}
 * @param time when the message came to be
 */
public record CloudEvent(String id, String source, String type, Instant time) {

  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TYPE = "ce_type";
  public static final String TIME = "ce_time";
  public static final String SPEC_VERSION = "ce_specversion";

  /** The type of a message, from its class. */
  public static String typeOf(Object message) {
    return "dev.runnerfleet." + message.getClass().getSimpleName();
  }

  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SPEC_VERSION, "1.0");
    headers.put(ID, id);
    headers.put(SOURCE, source);
    headers.put(TYPE, type);
    headers.put(TIME, time.toString());
    headers.put("content-type", "application/json");
    return headers;
  }
}
