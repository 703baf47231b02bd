package dev.runnerfleet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

  @Test
  void shouldRunTheSandboxInTheForegroundUnlessToldOtherwise() {
    assertThat(Command.parse(List.of("up"))).isEqualTo(new Command.Up(false, Cloud.SANDBOX));
  }

  @Test
  void shouldReadTheOptionsOfUp() {
    assertThat(Command.parse(List.of("up", "--cloud", "aws", "--detach")))
        .isEqualTo(new Command.Up(true, Cloud.AWS));
  }

  @Test
  void shouldReadDownAndStatus() {
    assertThat(Command.parse(List.of("down"))).isEqualTo(new Command.Down());
    assertThat(Command.parse(List.of("status"))).isEqualTo(new Command.Status());
  }

  @Test
  void shouldSayWhatItDoesNotKnow() {
    assertRefused("./fleet knows no command 'explode'; ./fleet help lists them.", "explode");
    assertRefused(
        "./fleet knows no option '--now' here; ./fleet help lists them.", "down", "--now");
    assertRefused("--cloud is 'azure'; expected aws or sandbox.", "up", "--cloud", "azure");
    assertRefused("--cloud is ''; expected aws or sandbox.", "up", "--cloud");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> Command.parse(List.of(arguments)))
        .isInstanceOf(UnknownCommandException.class)
        .hasMessage(message);
  }
}
