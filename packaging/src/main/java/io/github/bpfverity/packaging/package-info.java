/** What the Debian package has beside the jar: manual pages and completion, made from the commands themselves. */
@NullMarked
package io.github.bpfverity.packaging;

import org.jspecify.annotations.NullMarked;
