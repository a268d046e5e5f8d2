package io.github.bpfverity.fsverity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;

class MerkleTreeTest {
    @TempDir
    Path folder;

    /** Digests that the {@code fsverity} program gave for files of as many letters {@code v}. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            0, sha256, 1024, '', f2cca36b9b1b7f07814e4284b10121809133e7cb9c4528c8f6846e85fc624ffa
            0, sha256, 1024, '00112233445566778899aabbccddeeff0102', 60bdbc8ecef063d2d03ac3c850397ac8813e7e9a15a5630e0ab71f011e668d07
            0, sha256, 4096, '', 3d248ca542a24fc62d1c43b916eae5016878e2533c88238480b26128a1f1af95
            0, sha256, 4096, '00112233445566778899aabbccddeeff0102', fe5e4c96c7884aaa5bca22c81e61603104fce30f2ef53d1e7097e0becd2b1f1d
            0, sha512, 1024, '', 8451664f25b2ad3f24391280e0c5681cb843389c180baa719f8fdfb063f5ddfa2d1c4433e55e2b6fbb3ba6aa2df8a4f41bf56cb7e0a3b617b6919a42c80f034c
            0, sha512, 1024, '00112233445566778899aabbccddeeff0102', 3ea84927a5f5c094cee55eaa2027f068f9673d152fa2ec4a0c4fef7dc9903a09d87c5e5d407ac26acf0afb054fce49de9be11d9baf747927dfd0d28d09f57851
            0, sha512, 4096, '', ccf9e5aea1c2a64efa2f2354a6024b90dffde6bbc017825045dce374474e13d10adb9dadcc6ca8e17a3c075fbd31336e8f266ae6fa93a6c3bed66f9e784e5abf
            0, sha512, 4096, '00112233445566778899aabbccddeeff0102', 649b037c6cdce639108dfa24c5e5780274b39f78eb81434f3858b330f33f0a710839845bbf77678e2911ba9d59c07a4f3c60faa557c58ce070292edc720eeda0
            1, sha256, 4096, '', 2f4e7ecbd51220643d7da33f8c5b52680af736616ea1044dd44bac571f1017fc
            1, sha512, 4096, '', 951510c0d1f3a90cc7f877366448710756a7c75b9ee73b39a7c900ba1c4053352ba015af3bba6d37abfc2221d8a4d9986384fe45e034c242b308eb6778334d00
            4095, sha256, 4096, '', 3d0979a4bc329420d62b3d1c64b735a8f6ae3478ff0714a84eb3054201726ed3
            4095, sha512, 4096, '', 00a7485af190976fcc90dc6cd3423c46f663e6f7ffcb07a8bb242e8f8d985c86713482c0abdb0d520d3c1312042e1790def6a0b0222ab9442f3bc446a91d7a59
            4096, sha256, 1024, '', bb7b9af7ede0753ecbd4a9c95200f930960c5b2ec9c3fe85172eac9164dc3c9a
            4096, sha256, 1024, '00112233445566778899aabbccddeeff0102', 535280faf74493e05007792868f66222e54d009ce4c579ea82e8ac38425abe39
            4096, sha256, 4096, '', 27ca1c272a7aec6bb34d6c12abfbe7be0dcb9b41c551d5d5ed3978b5e55e9504
            4096, sha256, 4096, '00112233445566778899aabbccddeeff0102', 7966880d853eee00f8ea9fa75a2926a15559ca86076cef2b343dbe23b025290a
            4096, sha512, 1024, '', d96cb4e44123de7b5af9816cdb04802703eb63a70c1e9cf9b1d7ce42bd12e68e7451cdf5c63a5c1915002e963685711334f6b611a0cdf3eaf001dbc63524e484
            4096, sha512, 1024, '00112233445566778899aabbccddeeff0102', 02e239251bf255cd896b842d41ad98de14971d3625cf3e7aee2eca56e3712d375523a908b8938b43f93bac1c28192a9bc14a0eeb4395ec8ece098ef8416bae5a
            4096, sha512, 4096, '', 78546aeb6a3283cd7809a386c0ac168e541cd68d5a60eae81f3a1375b196f2aeef803c1d199a0990bc3106c5f621aa814a4b5647f1e4c49d1b6edc4cb6176f68
            4096, sha512, 4096, '00112233445566778899aabbccddeeff0102', fc75920259e47a8035d8ccb571284e6376f5f15240c4b4ee9a86c9f415ba3b6c07e16d196e0e4143d93fb375a60d38819607b7d6960e47b57c389edaaa4d8c0a
            4097, sha256, 1024, '', aaff882fc57aad9cfe8dc43a2a4bfced6b7f31aa1bb9cb1761844004f30e77f0
            4097, sha256, 1024, '00112233445566778899aabbccddeeff0102', d5c895630b1a7323761cc33ea98127a985faf33fd91f9e614ced14bffec24dab
            4097, sha256, 4096, '', e28bc9a21f641dec0d818e2d8e99635b199debba5c4acc1362d7e733496b6e0c
            4097, sha256, 4096, '00112233445566778899aabbccddeeff0102', 856311ed604404e537aca8f156a7acde27dc9c69773ad75765e144c6230ecd70
            4097, sha512, 1024, '', 7d14a496a862d232436b596c3f2b982ce8d933ca7cd964cf8c8f6cae3a797d828eac9f587f4c0154e4c5cde9c82032e4e8f0c9ae72b337ef2c069e1b7b6f717b
            4097, sha512, 1024, '00112233445566778899aabbccddeeff0102', 2376e1d6efa11f5b760a56aeb8a029a55491d1e65e6526622c772375e6ac5bb229b6de21f52daa579bda7181c2e658879dbd5b8b74afb98be65ed2b08494df91
            4097, sha512, 4096, '', dd1a8850d3ab8c70a98ae7a81adcab6115fe7a83799481da9454e464f8e8fbee211acf6ad0686be0ead278339b54da34a8e82e22d2d45c716829224754544396
            4097, sha512, 4096, '00112233445566778899aabbccddeeff0102', 9b002bde70ef072c30ad28380fb801a4dd19889301f3091729264ee2156b9f5f50e19dd705f8981f6c2f3bb0f6421f1dded59fb81a043d5645b674d6e040c223
            1048577, sha256, 1024, '', b3dea72bf1d4c93595049c9ebe5df7c8bcf1ba9862e24420223b961772b15197
            1048577, sha256, 1024, '00112233445566778899aabbccddeeff0102', b181c75042a2cce3c2b4885aac0836f73236616fcf7e8f066cc2a581a6949723
            1048577, sha256, 4096, '', 19193ca14b490c3ca326ab1f8e97b421905f82413dd5b59197edb8d39f69c520
            1048577, sha256, 4096, '00112233445566778899aabbccddeeff0102', 6e7bdb7f946d714f4293db5bc7ec4aea91cb0fc4e283687275465c5c9d1b250e
            1048577, sha512, 1024, '', 5367b5ed0e83f994aab4d867ab991f6d48b6ee1f8419fa889fba5ad4270a985a67c8e970399ca725fecdb630ae942cfb7e04db0209fed5f68c35ecf04e755751
            1048577, sha512, 1024, '00112233445566778899aabbccddeeff0102', 37da60d72b5458b4d242d3c969f32cad6d6400baf4f9aa84f4ab736063ec5f48ec5f9e58967eaaf1e4a951c15cefd1f02ae05185f94bbf9f8195dd438aac3ce5
            1048577, sha512, 4096, '', 7d8af116b5885336b5635c41e7766ee169f6e85f3acbf1b6b5a5d6ceb35545a1b31dfbec567a14c5d9b330debe8a094cfe2eed2e95fffc37c026f4a0ee4cbe2f
            1048577, sha512, 4096, '00112233445566778899aabbccddeeff0102', 868128bfe9c1137e8f5b1cd827cc3458b6025da6567cf80395ea6596deab3268ea9c984a9312a476555f763e128e30d1c07d11b2bea9edb3d02abb241233b790
            """)
    void knownDigests(int size, String algorithm, int blockSize, String salt, String digest) throws IOException {
        VerityParameters parameters = new VerityParameters(
                HashAlgorithm.of(algorithm).orElseThrow(), blockSize, VerityParameters.parseSalt(salt));
        assertThat(MerkleTree.digest(fileOf(letters(size)), parameters)).hasToString(algorithm + ":" + digest);
    }

    @Test
    void theTreeIsTheOneThatTheDocumentationDescribes() {
        qt().withExamples(150).forAll(sizes(), parameters(), integers().all()).checkAssert((size, parameters, seed) -> {
            byte[] data = new byte[size];
            new Random(seed).nextBytes(data);
            byte[] expected = reference(data, parameters);
            assertThat(root(data, parameters, 128 << 20)).isEqualTo(expected);
            assertThat(root(data, parameters, parameters.blockSize())).isEqualTo(expected);
            assertThat(root(data, parameters, 64 << 10)).isEqualTo(expected);
        });
    }

    @Test
    void anEmptyFileHasARootOfZeros() throws IOException {
        assertThat(MerkleTree.digest(fileOf(new byte[0]), VerityParameters.DEFAULT))
                .isEqualTo(VerityDescriptor.digest(VerityParameters.DEFAULT, 0, new byte[32]));
    }

    @Test
    void aFileThatShrinksIsAnErrorAndNotADigest() throws IOException {
        BlockSource source = new BlockSource.OfFile(fileOf(new byte[5000]));
        MerkleTree tree = new MerkleTree(source, VerityParameters.DEFAULT, 1 << 20);
        assertThatThrownBy(() -> tree.root(5001))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("became shorter");
    }

    @Test
    void aFailureInAHelperThreadReachesTheCaller() {
        BlockSource failing = () -> (offset, into, length) -> {
            if (offset >= 512 << 10) {
                throw new IOException("bad sector");
            }
        };
        MerkleTree tree = new MerkleTree(failing, VerityParameters.DEFAULT, 128 << 20);
        assertThatThrownBy(() -> tree.root(1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessage("bad sector");
    }

    private static byte[] root(byte[] data, VerityParameters parameters, long largestSubtree) {
        try {
            return new MerkleTree(new BlockSource.OfBytes(data), parameters, largestSubtree).root(data.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One level after another, one hash at a time, with nothing of the code under test. */
    private static byte[] reference(byte[] data, VerityParameters parameters) {
        byte[] level = data;
        do {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            for (int at = 0; at < level.length; at += parameters.blockSize()) {
                hashes.writeBytes(hash(Arrays.copyOfRange(level, at, at + parameters.blockSize()), parameters));
            }
            level = hashes.toByteArray();
        } while (level.length > parameters.algorithm().digestSize());
        return level;
    }

    private static byte[] hash(byte[] block, VerityParameters parameters) {
        try {
            boolean small = parameters.algorithm() == HashAlgorithm.SHA256;
            MessageDigest digest = MessageDigest.getInstance(small ? "SHA-256" : "SHA-512");
            int unit = small ? 64 : 128;
            byte[] salt = parameters.salt();
            if (salt.length > 0) {
                digest.update(Arrays.copyOf(salt, unit));
            }
            return digest.digest(block);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Around the edges of blocks and of chunks, and anywhere up to 600 KiB. */
    private static Gen<Integer> sizes() {
        Gen<Integer> edges = arbitrary()
                .pick(1024, 4096, 32768, 128 << 10, 256 << 10, 512 << 10)
                .zip(integers().between(-1, 1), Integer::sum);
        return edges.mix(integers().between(1, 600 << 10), 50);
    }

    static Gen<VerityParameters> parameters() {
        return arbitrary()
                .enumValues(HashAlgorithm.class)
                .zip(arbitrary().pick(1024, 2048, 4096, 65536), integers().between(0, 32), (algorithm, block, salt) -> {
                    byte[] bytes = new byte[salt];
                    new Random(salt).nextBytes(bytes);
                    return new VerityParameters(algorithm, block, bytes);
                });
    }

    private static byte[] letters(int size) {
        byte[] data = new byte[size];
        Arrays.fill(data, (byte) 'v');
        return data;
    }

    private File fileOf(byte[] data) throws IOException {
        return Files.write(folder.resolve("data"), data).toFile();
    }
}
