/** Tests of the search for libraries. */
@NullMarked
package io.github.bpfverity.cli.libraries;

import org.jspecify.annotations.NullMarked;
