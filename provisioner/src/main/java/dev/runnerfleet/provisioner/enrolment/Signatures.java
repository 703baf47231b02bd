package dev.runnerfleet.provisioner.enrolment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Checks PKCS#7 signatures over identity documents. */
final class Signatures {

  private Signatures() {}

  /**
   * Whether the certificate's owner signed just this document. The certificate need not be inside
   * the signature, and would not be believed if it were.
   */
  static boolean holds(String document, String signature, X509Certificate certificate) {
    byte[] content = document.getBytes(StandardCharsets.UTF_8);
    try {
      CMSSignedData outer = new CMSSignedData(Base64.getMimeDecoder().decode(signature));
      if (!sameContent(outer.getSignedContent(), content)) {
        return false;
      }
      CMSSignedData signed =
          new CMSSignedData(new CMSProcessableByteArray(content), outer.getEncoded());
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      for (SignerInformation signer : signers) {
        if (signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
          return true;
        }
      }
      return false;
    } catch (CMSException
        | OperatorCreationException
        | IOException
        | IllegalArgumentException
        | IllegalStateException e) {
      return false; // whatever is no signature is no proof
    }
  }

  /** A signature may carry what it signs; then that must be the document. */
  private static boolean sameContent(CMSTypedData inside, byte[] content) {
    return inside == null
        || (inside.getContent() instanceof byte[] bytes && Arrays.equals(bytes, content));
  }
}
