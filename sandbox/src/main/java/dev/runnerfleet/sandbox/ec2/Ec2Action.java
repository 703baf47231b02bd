package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.QueryDecoder;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** One action of the EC2 API: its name and what answers it. */
final class Ec2Action {
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

  static <Q extends Ec2Request, B extends SdkPojo & SdkBuilder<B, Q>> Ec2Action of(
      String name, Supplier<B> request, Function<Q, SdkPojo> answer) {
    return new Ec2Action(
        name, form -> answer.apply(QueryDecoder.decode(form, request.get(), PROTOCOL).build()));
  }

  String name() {
    return name;
  }

  SdkPojo answer(Form form) {
    return answer.apply(form);
  }

  /** Whether a request says which things it wants, of all there are. */
  static boolean isNarrow(Form form) {
    return !PROTOCOL.containsAll(form.parameters().keySet());
  }
}
