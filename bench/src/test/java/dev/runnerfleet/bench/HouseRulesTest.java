package dev.runnerfleet.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house, held over the compiled code of every module. */
class HouseRulesTest {

  private static final String ROOT = "dev.runnerfleet";
  private static final List<String> SERVICES =
      List.of("job-watcher", "scaler", "provisioner", "reaper");
  private static final List<String> MODULES =
      List.of(
          "contracts",
          "delivery",
          "edge",
          "pace",
          "launcher",
          "testkit",
          "sandbox",
          "job-watcher",
          "scaler",
          "provisioner",
          "reaper",
          "replay",
          "bench");

  private static JavaClasses ours = new ClassFileImporter().importClasses(List.of());

  @BeforeAll
  static void read() {
    List<Path> compiled =
        MODULES.stream()
            .map(module -> Repository.root().resolve(module).resolve("target/classes"))
            .toList();
    assertThat(compiled)
        .filteredOn(path -> !path.endsWith("bench/target/classes"))
        .allMatch(Files::isDirectory);
    ours = new ClassFileImporter().importPaths(compiled);
  }

  @Test
  void shouldFinishWhatARequestBeganThoughItsClientHangsUp() {
    classes()
        .that()
        .areAnnotatedWith("jakarta.ws.rs.Path")
        .and()
        .areNotInterfaces()
        .and()
        .resideOutsideOfPackage("dev.runnerfleet.sandbox..")
        .should()
        .beAnnotatedWith("org.jboss.resteasy.reactive.server.Cancellable")
        .because(
            "Quarkus cancels a request's work when its client hangs up, and a database session that"
                + " is cancelled keeps its connection for ever: @Cancellable(false)")
        .check(ours);
  }

  @Test
  void shouldKeepTheCorePure() {
    hold(
        classes()
            .that()
            .resideInAPackage("..core..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..",
                    ROOT + ".contracts..",
                    ROOT + "..core.."))
            .because("a decision needs no framework, socket, thread, clock or database"));
    hold(
        noClasses()
            .that()
            .resideInAPackage("..core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net.http..", "java.sql..", "java.util.logging..", "java.nio.file..")
            .because("the core does no I/O and writes no log"));
  }

  @Test
  void shouldTakeTimeAndRandomnessFromOutside() {
    hold(
        noClasses()
            .that(are(ofAService().or(resideInAnyPackage(ROOT + ".sandbox..core.."))))
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("time comes from an injected Clock, and nobody sleeps"));
    hold(
        noClasses()
            .that()
            .resideInAPackage("..core..")
            .should()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callConstructor(java.util.Random.class)
            .because("the core draws no random number of its own"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"job-watcher", "scaler", "provisioner", "reaper"})
  void shouldLetNoServiceSeeAnotherNorTheSandbox(String service) {
    String[] others =
        Stream.concat(
                SERVICES.stream().filter(other -> !other.equals(service)),
                Stream.of("sandbox", "replay", "bench", "launcher", "testkit"))
            .map(HouseRulesTest::packageOf)
            .toArray(String[]::new);

    hold(
        noClasses()
            .that()
            .resideInAPackage(packageOf(service))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others)
            .because("services meet in the contracts alone, and none knows that a sandbox exists"));
  }

  @Test
  void shouldKeepTheContractsToThemselves() {
    hold(
        classes()
            .that()
            .resideInAPackage(ROOT + ".contracts..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..", "org.jspecify..", "com.fasterxml.jackson..", ROOT + ".contracts.."))
            .because("what crosses a process boundary depends on nothing of ours"));
  }

  @Test
  void shouldNameThingsByWhatTheyAre() {
    hold(
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Service|DTO|Dto)")
            .because("a class's name is the thing, or the sentence that it carries out"));
    hold(
        noClasses()
            .should()
            .resideInAnyPackage("..service..", "..mapper..", "..util..", "..impl..", "..common..")
            .because("packages are nouns of the domain"));
  }

  @Test
  void shouldKeepRowsInTheirStores() {
    hold(
        classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .haveSimpleNameEndingWith("Row")
            .because("a table's row is named for what it is"));
    hold(
        noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Row")
            .because("a row never leaves its store"));
  }

  /** What hands out clients is known to nobody but to what takes a token for each call. */
  @Test
  void shouldLetTheReaperCallEc2OnlyByWayOfItsBuckets() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(packageOf("reaper"))
            .and()
            .doNotHaveSimpleName("Ec2Calls")
            .and()
            .doNotHaveSimpleName("Ec2Clients")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("Ec2Clients")
            .orShould()
            .callMethod("software.amazon.awssdk.services.ec2.Ec2AsyncClient", "builder")
            .orShould()
            .callMethod("software.amazon.awssdk.services.ec2.Ec2AsyncClient", "create")
            .because("no request goes out with its bucket empty"));
  }

  @Test
  void shouldHaveNoCirclesBetweenPackages() {
    hold(
        SlicesRuleDefinition.slices()
            .matching(ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .because("what goes in circles can only be read as one piece"));
  }

  @Test
  void shouldMarkEveryPackageForNullness() {
    Set<String> unmarked =
        ours.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackage)
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(each -> each.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unmarked).isEmpty();
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> ofAService() {
    return resideInAnyPackage(
        SERVICES.stream().map(HouseRulesTest::packageOf).toArray(String[]::new));
  }

  private static String packageOf(String module) {
    return ROOT + "." + module.replace("-", "") + "..";
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(false).check(ours);
  }
}
