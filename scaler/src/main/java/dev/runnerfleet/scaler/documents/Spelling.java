package dev.runnerfleet.scaler.documents;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Spelling {

  private static final int FEW_EDITS = 3;

  private Spelling() {}

  /** The known word that is a few edits away at most; none where nothing is near. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(each -> distance(plain, each) <= Math.min(FEW_EDITS, each.length() / 2))
        .min(
            Comparator.<String>comparingInt(each -> distance(plain, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  // maxRunners and max_runners are as near as can be to max-runners
  private static String plain(String word) {
    return word.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance: letters to add, take away or change. */
  private static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[to.length()];
  }
}
