package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.provisioner.ProvisionerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The certificates that AWS signs identity documents with, one file per region (Amazon EC2 User
 * Guide, "AWS public certificates for instance identity document signatures", RSA-2048). Read at
 * each use, so that an operator can add a region without a restart.
 */
@ApplicationScoped
class Certificates {

  private static final Logger LOG = Logger.getLogger(Certificates.class);
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
  private static final int LEAST_BITS = 2048;

  private final Optional<Path> folder;

  Certificates(ProvisionerConfig config) {
    this.folder = config.identityCertificates();
  }

  /** Whether proofs are signatures; otherwise they are addresses. */
  boolean given() {
    return folder.isPresent();
  }

  /** The region's certificates: more than one while AWS changes from one to the next. */
  List<X509Certificate> of(String region) {
    if (folder.isEmpty() || !REGION.matcher(region).matches()) {
      return List.of();
    }
    Path file = folder.get().resolve(region + ".pem");
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> usable =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .filter(Certificates::isStrong)
              .toList();
      if (usable.isEmpty()) {
        LOG.warnf("No certificate is an RSA-2048 one file=%s", file);
      }
      return usable;
    } catch (IOException | CertificateException e) {
      LOG.warnf("Certificate cannot be read file=%s reason=%s", file, e);
    }
    return List.of();
  }

  private static boolean isStrong(X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAPublicKey key
        && key.getModulus().bitLength() >= LEAST_BITS;
  }
}
