package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.CallCounts;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.catalogue.ImageActions;
import dev.runnerfleet.sandbox.ec2.catalogue.PlaceActions;
import dev.runnerfleet.sandbox.ec2.catalogue.PriceActions;
import dev.runnerfleet.sandbox.ec2.catalogue.TypeActions;
import dev.runnerfleet.sandbox.ec2.fleet.FleetActions;
import dev.runnerfleet.sandbox.ec2.instance.InstanceActions;
import dev.runnerfleet.sandbox.ec2.instance.RunActions;
import dev.runnerfleet.sandbox.ec2.template.LaunchTemplateActions;
import dev.runnerfleet.sandbox.ec2.template.TemplateVersionActions;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.XmlEncoder;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** EC2's query protocol: parameters in, a document out. Nonsense is answered in EC2's form, too. */
final class Ec2Api {
  private static final Logger LOG = Logger.getLogger(Ec2Api.class);
  private static final String UNKNOWN = "unknown";

  /** What is answered, and for how long a fault holds the answer back. */
  record Answer(int status, String document, Duration stall) {}

  private final WorldClock world;
  private final Supplier<String> requestIds;
  private final Map<String, Ec2Action> actions;

  Ec2Api(WorldClock world, String account, Supplier<String> requestIds) {
    this.world = world;
    this.requestIds = requestIds;
    this.actions =
        Stream.of(
                new LaunchTemplateActions(world, account).all(),
                new TemplateVersionActions(world, account).all(),
                new FleetActions(world).all(),
                new RunActions(world, account).all(),
                new InstanceActions(world, account).all(),
                new TagActions(world).all(),
                new VolumeActions(world).all(),
                new PlaceActions(world, account).all(),
                new TypeActions(world).all(),
                new PriceActions(world).all(),
                new ImageActions(world).all())
            .flatMap(all -> all.stream())
            .collect(Collectors.toUnmodifiableMap(Ec2Action::name, Function.identity()));
  }

  /** Serves what a form's body, or a query string, asks for. */
  Answer answer(String parameters) {
    String requestId = requestIds.get();
    String counted = UNKNOWN;
    try {
      Form form = Form.parse(parameters);
      Ec2Action action = action(form);
      counted = action.name();
      ApiVersion.check(form);
      return served(action, form, requestId);
    } catch (Refusal refusal) {
      return refused(counted, refusal, requestId);
    } catch (RuntimeException e) {
      LOG.errorf(e, "EC2 action failed action=%s request=%s", counted, requestId);
      var fault = new Refusal(500, "InternalError", "An internal error has occurred");
      return refused(counted, fault, requestId);
    }
  }

  private Ec2Action action(Form form) {
    String name = form.get("Action");
    Ec2Action action = name == null ? null : actions.get(name);
    if (action == null) {
      throw unknown(name);
    }
    return action;
  }

  private static Refusal unknown(@Nullable String action) {
    return action == null
        ? new Refusal("MissingAction", "The request must contain the parameter Action")
        : new Refusal(
            "InvalidAction", "The action " + action + " is not valid for this web service.");
  }

  private Answer served(Ec2Action action, Form form, String requestId) {
    boolean narrow = Ec2Action.isNarrow(form);
    Duration stall = world.ask(w -> w.cloud().admit(action.name(), narrow));
    var reply = action.answer(form);
    world.tell(w -> w.cloud().calls().count(action.name(), CallCounts.OK));
    return new Answer(200, XmlEncoder.reply(action.name(), requestId, reply), stall);
  }

  private Answer refused(String action, Refusal refusal, String requestId) {
    world.tell(w -> w.cloud().calls().count(action, refusal.code()));
    return new Answer(refusal.status(), XmlEncoder.refusal(refusal, requestId), Duration.ZERO);
  }
}
