package io.github.bpfverity.cli.commands;

import io.github.bpfverity.bytes.FormatException;
import io.github.bpfverity.fsverity.HashAlgorithm;
import io.github.bpfverity.fsverity.VerityParameters;
import picocli.CommandLine.Option;

/** The options that say how a Merkle tree is made; their names are those of the {@code fsverity} program. */
final class TreeOptions {
    static final String HASH_ALG = "--hash-alg";
    static final String BLOCK_SIZE = "--block-size";
    static final String SALT = "--salt";

    @Option(names = HASH_ALG, paramLabel = "ALG", description = "sha256 (the default) or sha512.")
    String hashAlgorithm = VerityParameters.DEFAULT.algorithm().label();

    @Option(names = BLOCK_SIZE, paramLabel = "N", description = "Bytes in a block, a power of two; 4096 unless given.")
    String blockSize = Integer.toString(VerityParameters.DEFAULT.blockSize());

    @Option(names = SALT, paramLabel = "HEX", description = "Up to 32 bytes that are hashed before each block.")
    String salt = "";

    /**
     * The options as parameters.
     *
     * @throws IllegalArgumentException with a message for the user that names the option
     */
    VerityParameters parameters() {
        HashAlgorithm algorithm = HashAlgorithm.of(hashAlgorithm).orElse(null);
        if (algorithm == null) {
            throw new IllegalArgumentException(HASH_ALG + ": '" + hashAlgorithm + "' is not sha256 or sha512");
        }
        try {
            return new VerityParameters(algorithm, parseBlockSize(), VerityParameters.parseSalt(salt));
        } catch (FormatException e) {
            throw new IllegalArgumentException(SALT + ": " + e.problem(), e);
        }
    }

    private int parseBlockSize() {
        try {
            return Integer.parseInt(blockSize);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(BLOCK_SIZE + ": '" + blockSize + "' is not a number", e);
        }
    }
}
