/** Metrics over HTTP. Loaded only where they are asked for. */
@NullMarked
package io.github.bpfverity.cli.metrics;

import org.jspecify.annotations.NullMarked;
