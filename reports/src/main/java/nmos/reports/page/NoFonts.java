package nmos.reports.page;

import java.io.IOException;

/// Java draws letters with what the system has of fonts: here there is nothing. The message says what to install.
public final class NoFonts extends IOException {
    private static final long serialVersionUID = 1L;

    NoFonts(Throwable cause) {
        super("charts cannot be drawn, because this system has no fonts for Java (" + cause
                + "): install fontconfig and a font package, such as fonts-dejavu-core, and run nmos report");
    }
}
