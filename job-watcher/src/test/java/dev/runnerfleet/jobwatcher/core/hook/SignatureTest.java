package dev.runnerfleet.jobwatcher.core.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

  /** The example of the Standard Webhooks specification, as its libraries test with it. */
  private static final String TOKEN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final String TIME = "1614265330";
  private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.ofEpochSecond(1614265330);

  private final Signature signature = Signature.of("token", TOKEN);

  @Test
  void shouldSignAsTheSpecificationDoes() {
    assertThat(signature.sign(ID, TIME, BODY)).isEqualTo(SIGNED);
    assertThat(signature.matches(ID, TIME, SIGNED, BODY, NOW)).isTrue();
    assertThat(signature.matches(ID, TIME, "v1,other " + SIGNED, BODY, NOW)).isTrue();
  }

  @Test
  void shouldNotBelieveAnythingElse() {
    assertThat(signature.matches("another", TIME, SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.matches(ID, "1614265331", SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.matches(ID, TIME, SIGNED, new byte[0], NOW)).isFalse();
    assertThat(signature.matches(ID, TIME, "v1,", BODY, NOW)).isFalse();
    assertThat(signature.matches(null, TIME, SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.matches(ID, null, SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.matches(ID, TIME, null, BODY, NOW)).isFalse();
    assertThat(signature.matches(ID, "soon", SIGNED, BODY, NOW)).isFalse();
  }

  @Test
  void shouldNotBelieveWhatWasSignedLongAgoOrWillBe() {
    assertThat(signature.matches(ID, TIME, SIGNED, BODY, NOW.plusSeconds(300))).isTrue();
    assertThat(signature.matches(ID, TIME, SIGNED, BODY, NOW.plusSeconds(301))).isFalse();
    assertThat(signature.matches(ID, TIME, SIGNED, BODY, NOW.minusSeconds(301))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "whsec_", "whsec_not base64"})
  void shouldNotTakeWhatIsNoSigningTokenNorRepeatIt(String token) {
    assertThatThrownBy(() -> Signature.of("runnerfleet.webhook-signing-token", token))
        .hasMessageContaining("runnerfleet.webhook-signing-token")
        .hasMessageContaining("whsec_ followed by base64")
        .hasMessageNotContaining("not base64");
  }
}
