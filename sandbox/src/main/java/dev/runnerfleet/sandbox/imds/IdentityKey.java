package dev.runnerfleet.sandbox.imds;

import dev.runnerfleet.sandbox.SandboxConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * The key that this sandbox's AWS signs identity documents with, and its self-signed certificate:
 * RSA-2048 with SHA-256, as behind {@code rsa2048} on AWS's page "Verify the instance identity
 * document". Both are new at every start.
 */
@Startup
@ApplicationScoped
public class IdentityKey {
  private static final String ALGORITHM = "SHA256withRSA";
  private static final Duration VALID_BEFORE = Duration.ofDays(1);
  private static final Duration VALID_AFTER = Duration.ofDays(3650);
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {(byte) '\n'});

  private final KeyPair keys;
  private final X509Certificate certificate;

  IdentityKey(SandboxConfig config, Clock clock) {
    try {
      keys = generate();
      certificate = certify(keys, clock.instant());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make the identity key", e);
    }
    config
        .sandbox()
        .certificatesDir()
        .ifPresent(dir -> write(dir, config.sandbox().region() + ".pem"));
  }

  private static KeyPair generate() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static X509Certificate certify(KeyPair keys, Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var name = new X500Name("CN=Runnerfleet sandbox, O=Not Amazon Web Services");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(VALID_BEFORE)),
            Date.from(now.plus(VALID_AFTER)),
            name,
            keys.getPublic());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(keys)));
  }

  private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
    return new JcaContentSignerBuilder(ALGORITHM).build(keys.getPrivate());
  }

  /** In one step, so that nobody reads half a certificate. */
  private void write(Path dir, String file) {
    try {
      Files.createDirectories(dir);
      Path fresh = Files.writeString(dir.resolve(file + ".new"), pem());
      Files.move(fresh, dir.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the identity certificate to " + dir, e);
    }
  }

  /** The certificate as PEM text. */
  public String pem() {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * A PKCS#7 signature over a document that it does not hold itself: base64 in lines, without the
   * PEM header and footer, which is how the metadata service serves it.
   */
  String sign(byte[] document) {
    try {
      var generator = new CMSSignedDataGenerator();
      var digests = new JcaDigestCalculatorProviderBuilder().build();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(digests).build(signer(keys), certificate));
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      var signed = generator.generate(new CMSProcessableByteArray(document), false);
      return LINES.encodeToString(signed.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
      throw new IllegalStateException("cannot sign an identity document", e);
    }
  }
}
