/**
 * The gatekeeper's control socket.
 *
 * <p>A request is one line of words, a reply any number of lines and then {@code ok}, or {@code error}, an exit code
 * and what is wrong, with {@code %0a} for the end of a line and {@code %25} for a percent sign. Words are separated by blanks; a byte that is no printable ASCII, a blank or a percent sign is
 * written as {@code %} and two hexadecimal digits. One connection carries one request. The reply to a request that
 * follows what happens has no end but that of the connection.
 */
@NullMarked
package io.github.bpfverity.cli.control;

import org.jspecify.annotations.NullMarked;
