package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.IdentityDocument;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.ec2.Instances;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds out whose a machine is, and whether it is the one that it says. */
@ApplicationScoped
class Proofs {

  private final Instances instances;
  private final Certificates certificates;
  private final Optional<String> setAccount;

  /** What EC2 said once is so for as long as our credentials are of that account. */
  private final Map<String, String> learntAccounts = new ConcurrentHashMap<>();

  Proofs(Instances instances, Certificates certificates, ProvisionerConfig config) {
    this.instances = instances;
    this.certificates = certificates;
    this.setAccount = config.awsAccount();
  }

  /**
   * What is known of the caller.
   *
   * @param account our own account's number
   * @param proven whether the caller is the machine that its document names
   */
  record Proof(String account, boolean proven) {}

  Uni<Proof> check(IdentityDocument document, String text, String signature, String peerAddress) {
    if (!certificates.given()) {
      return describe(document).map(seen -> new Proof(account(seen), isAt(seen, peerAddress)));
    }
    boolean proven =
        certificates.of(document.region()).stream()
            .anyMatch(certificate -> Signatures.holds(text, signature, certificate));
    return account(document).map(account -> new Proof(account, proven));
  }

  private Uni<String> account(IdentityDocument document) {
    Optional<String> known =
        setAccount.or(() -> Optional.ofNullable(learntAccounts.get(document.region())));
    return known.isPresent()
        ? Uni.createFrom().item(known.get())
        : describe(document)
            .map(this::account)
            .invoke(account -> remember(document.region(), account));
  }

  private void remember(String region, String account) {
    if (!account.isEmpty()) {
      learntAccounts.put(region, account);
    }
  }

  /** Only machines of our own account are seen: whose a machine is tells who we are. */
  private String account(Optional<Instances.Seen> seen) {
    return setAccount.or(() -> seen.map(Instances.Seen::account)).orElse("");
  }

  private static boolean isAt(Optional<Instances.Seen> seen, String address) {
    return seen.flatMap(Instances.Seen::privateIp).filter(address::equals).isPresent();
  }

  private Uni<Optional<Instances.Seen>> describe(IdentityDocument document) {
    return instances
        .find(document.region(), document.instance())
        .onFailure(RefusedException.class)
        .transform(Proofs::notNow);
  }

  private static Throwable notNow(Throwable failure) {
    Refusal refusal = ((RefusedException) failure).refusal();
    return new NotNowException("EC2 answered " + refusal.code(), failure);
  }
}
