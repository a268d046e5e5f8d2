/** Tests of metrics over HTTP. */
@NullMarked
package io.github.bpfverity.cli.metrics;

import org.jspecify.annotations.NullMarked;
