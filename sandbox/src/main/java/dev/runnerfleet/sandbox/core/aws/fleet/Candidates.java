package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Capacity;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sorts an order's overrides into those that could be launched and those that name something that
 * does not exist. The latter are no refusal of the whole: an instant fleet tells of them in its
 * reply, beside what it launched elsewhere.
 */
final class Candidates {
  private final List<Candidate> usable = new ArrayList<>();
  private final List<FleetError> errors = new ArrayList<>();

  private Candidates() {}

  static Candidates of(FleetOrder order, LaunchTemplates templates, Catalogue catalogue) {
    var candidates = new Candidates();
    for (FleetConfig config : order.configs()) {
      TemplateVersion template = templates.version(config.template(), config.version());
      var overrides =
          config.overrides().isEmpty()
              ? List.of(new FleetOverride(null, null, null, null))
              : config.overrides();
      overrides.forEach(override -> candidates.add(order, catalogue, template, override));
    }
    candidates.refuseDuplicates();
    return candidates;
  }

  private void add(
      FleetOrder order, Catalogue catalogue, TemplateVersion template, FleetOverride override) {
    TemplateData data = template.data();
    InstanceType type = type(catalogue, override, data);
    Optional<Subnet> subnet = subnet(catalogue, override);
    Optional<Refusal> wrong = wrong(catalogue, data);
    if (subnet.isEmpty()) {
      String message = "The subnet ID '%s' does not exist".formatted(override.subnetId());
      errors.add(new FleetError(template, override, "InvalidSubnetID.NotFound", message));
    } else if (wrong.isPresent()) {
      Refusal refusal = wrong.get();
      errors.add(new FleetError(template, override, refusal.code(), refusal.message()));
    } else {
      var offering = new Offering(type, subnet.get().zone(), order.market());
      String image = Objects.requireNonNull(data.image());
      usable.add(new Candidate(template, override, offering, subnet.get(), image));
    }
  }

  private static InstanceType type(Catalogue catalogue, FleetOverride override, TemplateData data) {
    String name = override.instanceType() != null ? override.instanceType() : data.instanceType();
    if (name == null) {
      throw Refusal.missing("InstanceType");
    }
    return catalogue
        .type(name)
        .orElseThrow(
            () -> Refusal.invalid("InstanceType", name, "The instance type does not exist."));
  }

  /** Without one named, the first of the zone named, or of all. */
  private static Optional<Subnet> subnet(Catalogue catalogue, FleetOverride override) {
    String id = override.subnetId();
    if (id != null) {
      return catalogue.subnet(id);
    }
    return catalogue.subnets().stream()
        .filter(subnet -> override.zone() == null || subnet.zone().name().equals(override.zone()))
        .findFirst();
  }

  private static Optional<Refusal> wrong(Catalogue catalogue, TemplateData data) {
    String image = data.image();
    if (image == null) {
      return Optional.of(Refusal.missing("ImageId"));
    }
    if (!image.startsWith("ami-") && !image.startsWith("resolve:ssm:")) {
      return Optional.of(
          new Refusal(
              "InvalidAMIID.Malformed", "Invalid id: \"" + image + "\" (expecting \"ami-\")"));
    }
    return data.securityGroups().stream()
        .filter(group -> !catalogue.hasSecurityGroup(group))
        .findFirst()
        .map(
            group ->
                new Refusal(
                    "InvalidGroup.NotFound", "The security group '" + group + "' does not exist"));
  }

  private void refuseDuplicates() {
    var pools = new HashSet<Offering>();
    for (Candidate candidate : usable) {
      if (!pools.add(candidate.offering())) {
        throw new Refusal(
            "InvalidFleetConfig", "The fleet configuration contains duplicate instance pools.");
      }
    }
  }

  /** Best first. Equals keep the order of the request. */
  List<Candidate> ranked(AllocationStrategy strategy, Catalogue catalogue, Capacity capacity) {
    Comparator<Candidate> byPrice = Comparator.comparing(c -> catalogue.price(c.offering()));
    Comparator<Candidate> byCapacity =
        Comparator.comparingInt((Candidate c) -> capacity.left(c.offering())).reversed();
    Comparator<Candidate> byPriority =
        Comparator.comparingDouble(
            c -> Objects.requireNonNullElse(c.override().priority(), Double.MAX_VALUE));
    return usable.stream()
        .sorted(
            switch (strategy) {
              case PRICE_CAPACITY_OPTIMIZED, LOWEST_PRICE, DIVERSIFIED -> byPrice;
              case CAPACITY_OPTIMIZED -> byCapacity;
              case PRIORITIZED -> byPriority;
              case CAPACITY_OPTIMIZED_PRIORITIZED -> byPriority.thenComparing(byCapacity);
            })
        .toList();
  }

  List<FleetError> errors() {
    return errors;
  }
}
