/**
 * Policy files: what is listed, one digest a line.
 *
 * <p>A line is {@code ALGORITHM:HEX PATH}, as {@code digest} and {@code fsverity digest} print it; the word {@code
 * mapped} before it marks a file that may only be mapped, such as a library. The path says where the digest was found
 * and decides nothing. Lines that begin with {@code #} are comments. The whole format is in {@code docs/policy.md}.
 */
@NullMarked
package io.github.bpfverity.cli.policy;

import org.jspecify.annotations.NullMarked;
