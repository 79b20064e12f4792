package nmos.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Locale;
import nmos.policy.kernel.Knobs;
import org.junit.jupiter.api.Test;

class RunJsonTest {

    private static String text(RunReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunJson.write(report, out);
        return out.toString(UTF_8);
    }

    @Test
    void aFullReportIsWrittenFieldByFieldInOneOrder() {
        String json = text(Reports.full()).replaceAll("\"knobs\" : \\{(?s:.*?)\\n    \\}", "\"knobs\" : {}");
        assertThat(json).isEqualTo("""
                {
                  "kind" : "simulated",
                  "complete" : true,
                  "scenario" : "two-turns",
                  "seed" : 7,
                  "machine" : "laptop",
                  "policy" : {
                    "hash" : "%s",
                    "knobs" : {}
                  },
                  "resolved" : {
                    "tiers" : [ {
                      "name" : "SSD",
                      "computes" : false
                    }, {
                      "name" : "VRAM",
                      "budget_bytes" : 4000000000,
                      "reserved_bytes" : 500000000,
                      "spill_bytes" : 0,
                      "computes" : true
                    } ],
                    "hops" : [ {
                      "name" : "SSD -> VRAM",
                      "bytes_per_second_up" : 3000000000,
                      "bytes_per_second_down" : 2000000000,
                      "latency_ms" : 0.080000,
                      "depth" : 8
                    } ],
                    "slots" : {
                      "RAM" : 4,
                      "VRAM" : 2
                    },
                    "slot_bytes" : {
                      "RAM" : 451700000
                    },
                    "page_bytes" : 16777216,
                    "pages" : 20,
                    "chunk_bytes" : 16777216,
                    "kv_bytes_per_token" : 327680,
                    "kv_tokens" : 4096,
                    "shards" : [ {
                      "name" : "layer 0",
                      "bytes" : 451700000,
                      "kv_bytes_per_token" : 4096,
                      "home" : "SSD",
                      "compute" : "VRAM"
                    } ]
                  },
                  "turns" : [ {
                    "session" : 0,
                    "ttft_verified_ms" : 11200.000001,
                    "tokens" : 3,
                    "tau" : [ 1, 2 ],
                    "itl_ms" : [ 0.500000, 0.500000 ]
                  }, {
                    "session" : 0,
                    "tokens" : 0,
                    "failed" : "READ_ERROR"
                  } ],
                  "summary" : {
                    "turns" : 2,
                    "failed_turns" : 1,
                    "tokens" : 3,
                    "tokens_per_second" : 0.089286,
                    "ttft_verified_ms" : {
                      "p50" : 11200.000001,
                      "p80" : 11200.000001,
                      "p95" : 11200.000001,
                      "p99" : 11200.000001
                    },
                    "tau_mean" : 1.500000,
                    "tau_counts" : [ 0, 1, 1 ],
                    "saved_by_typing_ms" : {
                      "p10" : -0.000001,
                      "p50" : 0.000000,
                      "p90" : 0.000002,
                      "mean" : -0.000012,
                      "turns" : 2,
                      "hurt" : 1,
                      "ttft_without" : {
                        "p10" : 0.000010,
                        "p50" : 0.000020,
                        "p90" : 0.000030,
                        "mean" : 0.000020
                      },
                      "ttft_with" : {
                        "p10" : 0.000008,
                        "p50" : 0.000021,
                        "p90" : 0.000031,
                        "mean" : 0.000020
                      }
                    },
                    "stall_ms" : {
                      "link" : 3.000000
                    },
                    "resources" : {
                      "ssd" : {
                        "busy_ms" : 1.000000,
                        "bytes" : 2360000,
                        "achieved_of_possible" : 1.000000
                      }
                    },
                    "high_water_bytes" : {
                      "VRAM" : 3000000000
                    },
                    "prefetch" : {
                      "useful_bytes" : 10,
                      "late_bytes" : 0,
                      "wasted_bytes" : 1
                    },
                    "kv_pages" : {
                      "moved_bytes" : {
                        "RAM -> VRAM" : 5000
                      },
                      "opened" : 7,
                      "high_water" : 4,
                      "wasted_bytes_mean" : 100,
                      "wasted_bytes_at_end" : 50,
                      "fragmentation" : 0.125000,
                      "stall_ms" : 2.000000,
                      "folded_tokens" : 48,
                      "attention_lost" : 0.250000
                    }
                  },
                  "bound" : {
                    "tokens_per_second" : 0.095238,
                    "pass_s" : 10.500000,
                    "limited_by" : "SSD",
                    "reached" : 0.937500
                  },
                  "bytes" : {
                    "SSD to RAM" : 37157000000
                  },
                  "not_covered" : [ "thermal throttling" ]
                }
                """.formatted(Journals.HASH));
    }

    @Test
    void whatIsAbsentIsNotWrittenAsZero() {
        String json = text(Reports.cutShort());
        assertThat(json).contains("\"complete\" : false", "\"turns\" : [ ]");
        assertThat(json).doesNotContain("summary", "bound\"", "bytes", "kv_tokens", "null", "not_covered");
    }

    @Test
    void knobsAppearUnderTheNamesScenarioFilesUse() {
        assertThat(text(Reports.full()))
                .contains("\"kind\" : \"just-in-time\"", "\"pinBytes\" : [ 0, 11000000000, \"unbounded\" ]", "\"retries\" : 3");
    }

    @Test
    void everyChoiceOfAKnobIsSpelledInReportsAsItsLabel() throws Exception {
        assertThat(checkLabels(Knobs.class)).isPositive();
    }

    private static int checkLabels(Class<?> record) throws Exception {
        int labels = 0;
        for (RecordComponent component : record.getRecordComponents()) {
            Class<?> type = component.getType();
            if (type.isRecord()) {
                labels += checkLabels(type);
            } else if (type.isEnum()) {
                for (Field field : type.getFields()) {
                    if (field.getName().equals("label")) {
                        labels += checkLabels(type, field);
                    }
                }
            }
        }
        return labels;
    }

    private static int checkLabels(Class<?> type, Field label) throws Exception {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            String spelled = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(label.get(constant)).isEqualTo(spelled);
        }
        return constants.length;
    }

    @Test
    void figuresAreRoundedOnceFromIntegers() {
        assertThat(Figures.ms(1)).isEqualTo(new BigDecimal("0.000001"));
        assertThat(Figures.ms(Long.MAX_VALUE)).isEqualTo(new BigDecimal("9223372036854.775807"));
        assertThat(Figures.ms(-1_500_000)).isEqualTo(new BigDecimal("-1.500000"));
        assertThat(Figures.seconds(10_500_000_500L)).isEqualTo(new BigDecimal("10.500000"));
        assertThat(Figures.perSecond(37_157_000_000L, 15_744_491_525L)).isEqualTo(new BigDecimal("2360000000.063514"));
        assertThat(Figures.ratio(2, 3)).isEqualTo(new BigDecimal("0.666667"));
        assertThat(Figures.of(0.1 + 0.2)).isEqualTo(new BigDecimal("0.300000"));
    }
}
