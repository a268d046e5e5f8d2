/** Which files the dynamic linker would map into a program before it starts, found as the linker finds them. */
@NullMarked
package io.github.bpfverity.cli.libraries;

import org.jspecify.annotations.NullMarked;
