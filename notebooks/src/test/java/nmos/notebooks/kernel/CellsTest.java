package nmos.notebooks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nmos.notebooks.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells();
    }

    @AfterAll
    static void end() {
        cells.close();
    }

    @Test
    void aCellGivesWhatItsLastExpressionDoes() throws CellFailed {
        assertThat(cells.run("int x = 6;\nint y = 7;\nx * y")).isEqualTo(42);
        assertThat(cells.run("x")).isEqualTo(6);
        assertThat(cells.run("nmos.notebooks.Said.say(\"%d\", x)")).isEqualTo(new Said("6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "// a word", "int a = 3;", "List.of(1).size();", "if (true) {\n}", "void f() {}", "import java.net.URI;"})
    void aCellThatEndsInAStatementGivesNothing(String cell) throws CellFailed {
        assertThat(cells.run(cell)).isNull();
    }

    @Test
    void cellsSeeWhatTheOnesBeforeDefined() throws CellFailed {
        cells.run("int twice(int n) {\n    return 2 * n;\n}");
        assertThat(cells.run("twice(4)")).isEqualTo(8);
        cells.run("int later(int n) {\n    return sooner(n);\n}\nint sooner(int n) {\n    return n + 1;\n}");
        assertThat(cells.run("later(1)")).isEqualTo(2);
    }

    @Test
    void whatCannotBeCompiledIsSaidWithItsLine() {
        assertThatThrownBy(() -> cells.run("int n = 1;\nString s = n;"))
                .hasMessage("incompatible types: int cannot be converted to java.lang.String\n    String s = n;");
        assertThatThrownBy(() -> cells.run("int half(int n) {\n    return nowhere / n;\n}")).hasMessageStartingWith("not known: variable nowhere\n");
        assertThatThrownBy(() -> cells.run("for (int i = 0; i < 3; i++) {")).hasMessageStartingWith("the cell ends before its last statement does\n");
    }

    @Test
    void whatIsThrownIsSaidWithWhatCausedIt() {
        assertThatThrownBy(() -> cells.run("throw new IOException(\"no run\", new IllegalStateException(\"deep\"));"))
                .hasMessageStartingWith("java.io.IOException: no run\n")
                .hasMessageContaining("caused by java.lang.IllegalStateException: deep");
    }

    @Test
    void aCellThatFailedDoesNotSpoilTheNext() throws CellFailed {
        assertThatThrownBy(() -> cells.run("1 / 0")).hasMessageStartingWith("java.lang.ArithmeticException: / by zero");
        assertThat(cells.run("1 + 1")).isEqualTo(2);
    }
}
