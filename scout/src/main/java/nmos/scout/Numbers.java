package nmos.scout;

/// The numbers in a text by kind: up to three digits, sums of money, and years.
record Numbers(int small, int money, int years) {
    private static final int YEAR_DIGITS = 4;

    static Numbers in(String text) {
        int small = 0;
        int money = 0;
        int years = 0;
        int at = 0;
        while (at < text.length()) {
            if (!isDigit(text, at)) {
                at++;
                continue;
            }
            int end = at;
            while (end < text.length() && isDigit(text, end)) {
                end++;
            }
            char first = text.charAt(at);
            if (at > 0 && text.charAt(at - 1) == '$') {
                money++;
            } else if (end - at < YEAR_DIGITS) {
                small++;
            } else if (end - at == YEAR_DIGITS && (first == '1' || first == '2')) {
                years++;
            }
            at = end;
        }
        return new Numbers(small, money, years);
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
