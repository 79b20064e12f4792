package nmos;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who may see whom: a module is the package after `nmos`. Where a module is missing from the table it may see nobody, so a
/// new one has to be entered here.
class ArrowsTest {
    private static final List<String> WORLD = List.of("policy", "journal", "traces", "scenarios", "scout");

    private static final Map<String, List<String>> ARROWS = arrows();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("nmos");

    private static Map<String, List<String>> arrows() {
        Map<String, List<String>> sees = new TreeMap<>();
        sees.put("policy", List.of());
        sees.put("journal", List.of("policy"));
        sees.put("traces", List.of());
        sees.put("llamacpp", List.of());
        sees.put("scout", List.of("policy", "llamacpp"));
        sees.put("scenarios", List.of("policy", "traces", "scout"));
        sees.put("world", WORLD);
        sees.put("sim", and(WORLD, "world"));
        sees.put("live", and(WORLD, "world", "llamacpp"));
        sees.put("reports", List.of("policy", "journal"));
        sees.put("harness", and(WORLD, "world", "llamacpp", "sim", "live", "reports"));
        sees.put("cli", new ArrayList<>(sees.keySet()));
        return sees;
    }

    private static List<String> and(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void noArrowGoesWhereItMayNot() {
        List<String> forbidden = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = module(type);
            for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                JavaClass target = arrow.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("nmos.")
                        && !module(target).equals(from)
                        && !ARROWS.getOrDefault(from, List.of()).contains(module(target))) {
                    forbidden.add(arrow.getDescription());
                }
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void everyModuleThatExistsIsLookedAtAndHasItsArrows() {
        TreeSet<String> modules = new TreeSet<>();
        CLASSES.forEach(type -> modules.add(module(type)));
        assertThat(modules)
                .contains("policy", "journal", "traces", "scout", "scenarios", "world", "sim", "live", "cli");
        assertThat(ARROWS.keySet()).containsAll(modules);
    }

    @Test
    void thePolicySeesTheJdksBaseAndNothingElse() {
        List<String> forbidden = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (module(type).equals("policy")) {
                for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                    String target = arrow.getTargetClass().getBaseComponentType().getName();
                    if (target.contains(".") && !target.startsWith("java.lang.")
                            && !target.startsWith("java.util.")
                            && !target.equals("java.math.BigInteger")
                            && !target.startsWith("nmos.policy.")
                            && !target.startsWith("org.jspecify.")) {
                        forbidden.add(arrow.getDescription());
                    }
                }
            }
        }
        assertThat(forbidden).isEmpty();
    }

    private static String module(JavaClass type) {
        return type.getPackageName().replaceFirst("^nmos\\.", "").replaceFirst("\\..*", "");
    }
}
