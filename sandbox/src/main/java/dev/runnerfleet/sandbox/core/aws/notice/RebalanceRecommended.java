package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Instant;

/** AWS recommends to rebalance: the instance is at a higher risk of interruption. */
public record RebalanceRecommended(Instance instance, Instant at) implements Effect {}
