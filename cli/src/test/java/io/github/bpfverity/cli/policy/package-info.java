/** Tests of policy files. */
@NullMarked
package io.github.bpfverity.cli.policy;

import org.jspecify.annotations.NullMarked;
