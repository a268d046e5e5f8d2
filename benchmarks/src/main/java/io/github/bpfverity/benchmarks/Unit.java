package io.github.bpfverity.benchmarks;

import java.util.Locale;

/** What the numbers of a row count. */
enum Unit {
    NANOSECONDS {
        @Override
        String format(long value) {
            if (value < 10_000) {
                return value + " ns";
            }
            return value < 1_000_000 ? decimal(value, 1e3, "µs") : decimal(value, 1e6, "ms");
        }
    },
    PICOSECONDS {
        @Override
        String format(long value) {
            return decimal(value, 1e3, "ns");
        }
    },
    BYTES {
        @Override
        String format(long value) {
            return value < 10_000 ? value + " bytes" : decimal(value, 1 << 20, "MiB");
        }
    };

    abstract String format(long value);

    private static String decimal(long value, double divisor, String unit) {
        double scaled = value / divisor;
        return String.format(Locale.ROOT, scaled < 100 ? "%.2f %s" : "%.0f %s", scaled, unit);
    }
}
