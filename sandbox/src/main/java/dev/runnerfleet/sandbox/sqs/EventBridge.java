package dev.runnerfleet.sandbox.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * EventBridge's JSON, field by field as on AWS's pages "Spot Instance interruption notices", "EC2
 * instance rebalance recommendations", "State change events for Amazon EC2 instances" and "Amazon
 * EventBridge event schema for AWS Health events".
 */
record EventBridge(String account, String region, ObjectMapper json) {
  static final String REBALANCE = "EC2 Instance Rebalance Recommendation";
  static final String WARNING = "EC2 Spot Instance Interruption Warning";
  static final String STATE_CHANGE = "EC2 Instance State-change Notification";
  static final String HEALTH = "AWS Health Event";

  private static final String RETIREMENT = "AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED";
  private static final DateTimeFormatter HEALTH_TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  String rebalance(String id, String instance, Instant at) {
    return event(id, REBALANCE, "aws.ec2", at, arn(instance), Map.of("instance-id", instance));
  }

  /** The resource's ARN has a form of its own here, with the zone and without the account. */
  String warning(String id, String instance, String zone, Instant at) {
    var detail = new LinkedHashMap<String, Object>();
    detail.put("instance-id", instance);
    detail.put("instance-action", "terminate");
    String arn = "arn:aws:ec2:" + zone + ":instance/" + instance;
    return event(id, WARNING, "aws.ec2", at, arn, detail);
  }

  String stateChange(String id, String instance, String state, Instant at) {
    var detail = new LinkedHashMap<String, Object>();
    detail.put("instance-id", instance);
    detail.put("state", state);
    return event(id, STATE_CHANGE, "aws.ec2", at, arn(instance), detail);
  }

  String retirement(
      String id, String instance, Map<String, String> tags, Instant at, Instant startsAt) {
    var entity = new LinkedHashMap<String, Object>();
    entity.put("entityValue", instance);
    entity.put("lastUpdatedTime", HEALTH_TIME.format(at));
    entity.put("status", "IMPAIRED");
    entity.put("tags", tags);
    var detail = new LinkedHashMap<String, Object>();
    detail.put(
        "eventArn",
        "arn:aws:health:%s::event/EC2/%s/%s_%s".formatted(region, RETIREMENT, RETIREMENT, id));
    detail.put("service", "EC2");
    detail.put("eventTypeCode", RETIREMENT);
    detail.put("eventTypeCategory", "scheduledChange");
    detail.put("eventScopeCode", "ACCOUNT_SPECIFIC");
    detail.put("communicationId", id);
    detail.put("startTime", HEALTH_TIME.format(startsAt));
    detail.put("lastUpdatedTime", HEALTH_TIME.format(at));
    detail.put("statusCode", "upcoming");
    detail.put("eventRegion", region);
    detail.put(
        "eventDescription",
        List.of(
            Map.of(
                "language",
                "en_US",
                "latestDescription",
                "EC2 has detected degradation of the hardware that hosts your instance.")));
    detail.put("affectedEntities", List.of(entity));
    detail.put("affectedAccount", account);
    detail.put("page", "1");
    detail.put("totalPages", "1");
    return event(id, HEALTH, "aws.health", at, instance, detail);
  }

  private String arn(String instance) {
    return "arn:aws:ec2:%s:%s:instance/%s".formatted(region, account, instance);
  }

  private String event(
      String id,
      String detailType,
      String source,
      Instant at,
      String resource,
      Map<String, Object> detail) {
    var event = new LinkedHashMap<String, Object>();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", account);
    event.put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", region);
    event.put("resources", List.of(resource));
    event.put("detail", detail);
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event cannot be written", e);
    }
  }
}
