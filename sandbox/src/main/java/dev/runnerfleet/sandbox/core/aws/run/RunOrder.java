package dev.runnerfleet.sandbox.core.aws.run;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What RunInstances asks for.
 *
 * @param template what the request is laid over; null where it names none
 * @param zone where it is to be, if no subnet is named
 * @param least with fewer instances than this, none at all are launched
 * @param tags by the type of resource that they are for
 */
public record RunOrder(
    TemplateData data,
    @Nullable TemplateVersion template,
    Market market,
    @Nullable String subnetId,
    @Nullable String zone,
    int least,
    int most,
    @Nullable Usd maxPrice,
    Map<String, Map<String, String>> tags) {
  public RunOrder {
    tags = Map.copyOf(tags);
    if (least < 1) {
      throw Refusal.invalid("minCount", least, "It is at least 1.");
    }
    if (most < least) {
      throw Refusal.invalid("maxCount", most, "It is at least minCount, " + least + ".");
    }
  }
}
