package dev.runnerfleet.sandbox.ec2.action;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.QueryDecoder;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** One action of the EC2 API: its name and what answers it. */
public final class Ec2Action {
  private static final Set<String> PROTOCOL =
      Set.of(
          "Action",
          "Version",
          "DryRun",
          "AWSAccessKeyId",
          "Signature",
          "SignatureMethod",
          "SignatureVersion",
          "Timestamp");

  private final String name;
  private final Function<Form, SdkPojo> answer;

  private Ec2Action(String name, Function<Form, SdkPojo> answer) {
    this.name = name;
    this.answer = answer;
  }

  public static <Q extends Ec2Request, B extends SdkPojo & SdkBuilder<B, Q>> Ec2Action of(
      String name, Supplier<B> request, Function<Q, SdkPojo> answer) {
    return new Ec2Action(
        name,
        form -> {
          Q asked = QueryDecoder.decode(form, request.get(), PROTOCOL).build();
          refuseDryRun(form);
          return answer.apply(asked);
        });
  }

  /** A dry run is refused even where the request would have succeeded: AWS has no other answer. */
  private static void refuseDryRun(Form form) {
    String dryRun = form.get("DryRun");
    if ("true".equals(dryRun)) {
      throw new Refusal(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
    if (dryRun != null && !dryRun.equals("false")) {
      throw Refusal.invalid("DryRun", dryRun, "Expected true or false.");
    }
  }

  public String name() {
    return name;
  }

  public SdkPojo answer(Form form) {
    return answer.apply(form);
  }

  /** Whether a request says which things it wants, of all there are. */
  public static boolean isNarrow(Form form) {
    return !PROTOCOL.containsAll(form.parameters().keySet());
  }
}
