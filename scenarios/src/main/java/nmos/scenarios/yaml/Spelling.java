package nmos.scenarios.yaml;

import java.util.Collection;
import java.util.Locale;

/// Which of the known words somebody meant.
public final class Spelling {
    private Spelling() {}

    /// "unknown key 'bandwith', did you mean 'bandwidth'?", or the list of what is known.
    public static String unknown(String what, String word, Collection<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        String unknown = "unknown " + what + " '" + shown(word) + "', ";
        if (!best.isEmpty() && near(word, best)) {
            return unknown + "did you mean '" + best + "'?";
        }
        return unknown + (known.isEmpty() ? "none is taken here" : "known: " + String.join(", ", known));
    }

    static boolean near(String a, String b) {
        return distance(a, b) <= Math.max(1, Math.max(a.length(), b.length()) / 3);
    }

    static String shown(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "...";
    }

    /// Edits between two words, case aside, a swap of neighbours being one; a long word is far from all others without being
    /// looked at.
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        if (a.length() > 60) {
            return a.length();
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int change = edits[i - 1][j - 1] + (same ? 0 : 1);
                edits[i][j] = Math.min(change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
