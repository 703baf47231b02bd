package dev.runnerfleet.sandbox.machine;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;

/** Checks an identity as whoever gets it must: by the region's certificate and by nothing in it. */
final class Proof {
  private Proof() {}

  static boolean holds(String document, String signature, String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var certificate = (X509CertificateHolder) parser.readObject();
      var content = new CMSProcessableByteArray(document.getBytes(StandardCharsets.UTF_8));
      var signed = new CMSSignedData(content, Base64.getMimeDecoder().decode(signature));
      var signer = signed.getSignerInfos().getSigners().iterator().next();
      return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
    } catch (CMSSignerDigestMismatchException e) {
      return false;
    } catch (CMSException | IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
