package dev.runnerfleet.provisioner.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {

  private static final String DOCUMENT = "{\n  \"instanceId\" : \"i-0123456789abcdef0\"\n}";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAcceptTheOwnersSignatureWithAndWithoutTheDocumentInside(boolean encapsulated)
      throws Exception {
    // Given
    Signer aws = Signer.generate();

    // When
    boolean holds = Signatures.holds(DOCUMENT, aws.sign(DOCUMENT, encapsulated), aws.certificate());

    // Then
    assertThat(holds).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRefuseASignatureOverAnotherDocument(boolean encapsulated) throws Exception {
    // Given
    Signer aws = Signer.generate();
    String signature = aws.sign(DOCUMENT, encapsulated);

    // When
    boolean holds = Signatures.holds(DOCUMENT + " ", signature, aws.certificate());

    // Then
    assertThat(holds).isFalse();
  }

  @Test
  void shouldRefuseAForeignersSignature() throws Exception {
    // Given
    Signer aws = Signer.generate();
    Signer foreigner = Signer.generate();

    // When
    boolean holds = Signatures.holds(DOCUMENT, foreigner.sign(DOCUMENT, false), aws.certificate());

    // Then
    assertThat(holds).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no base64 %%", "bm8gc2lnbmF0dXJl", "MIAGCSqGSIb3DQEHAqCAMIA="})
  void shouldRefuseWhatIsNoSignature(String signature) throws Exception {
    assertThat(Signatures.holds(DOCUMENT, signature, Signer.generate().certificate())).isFalse();
  }
}
