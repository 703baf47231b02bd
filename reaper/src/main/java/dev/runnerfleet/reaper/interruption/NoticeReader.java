package dev.runnerfleet.reaper.interruption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.reaper.core.Notice;
import dev.runnerfleet.reaper.core.Notice.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads EventBridge's JSON (AWS's pages "Spot Instance interruption notices", "EC2 instance
 * rebalance recommendations", "State change events for Amazon EC2 instances" and "Amazon
 * EventBridge event schema for AWS Health events").
 */
final class NoticeReader {

  private static final Set<String> ENDING = Set.of("shutting-down", "terminated");
  private static final ObjectMapper JSON = new ObjectMapper();

  private NoticeReader() {}

  /** It is no event of a kind that is known here. */
  static final class UnreadableNoticeException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableNoticeException(String message) {
      super(message);
    }
  }

  /** What an event says; of several instances where it names several. */
  static List<Notice> read(String body) throws UnreadableNoticeException {
    try {
      JsonNode event = JSON.readTree(body);
      JsonNode detail = event.path("detail");
      Instant at = Instant.parse(event.path("time").asText());
      return switch (event.path("detail-type").asText()) {
        case "EC2 Spot Instance Interruption Warning" -> one(detail, Kind.SPOT_INTERRUPTION, at);
        case "EC2 Instance Rebalance Recommendation" ->
            one(detail, Kind.REBALANCE_RECOMMENDATION, at);
        case "EC2 Instance State-change Notification" -> one(detail, state(detail), at);
        case "AWS Health Event" -> health(detail, at);
        default ->
            throw new UnreadableNoticeException(
                "detail-type is \"%s\"".formatted(event.path("detail-type").asText()));
      };
    } catch (JsonProcessingException | DateTimeException | InvalidValueException e) {
      throw new UnreadableNoticeException(e.getClass().getSimpleName());
    }
  }

  private static List<Notice> one(JsonNode detail, Kind kind, Instant at) {
    return List.of(new Notice(new InstanceId(detail.path("instance-id").asText()), kind, at));
  }

  private static Kind state(JsonNode detail) {
    return ENDING.contains(detail.path("state").asText()) ? Kind.ENDING : Kind.OTHER_STATE;
  }

  private static List<Notice> health(JsonNode detail, Instant at) {
    List<Notice> notices = new ArrayList<>();
    boolean ours =
        detail.path("service").asText().equals("EC2")
            && detail.path("eventTypeCategory").asText().equals("scheduledChange");
    for (JsonNode entity : detail.path("affectedEntities")) {
      if (ours) {
        notices.add(
            new Notice(
                new InstanceId(entity.path("entityValue").asText()), Kind.SCHEDULED_CHANGE, at));
      }
    }
    return notices;
  }
}
