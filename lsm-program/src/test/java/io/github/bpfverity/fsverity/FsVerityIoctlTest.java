package io.github.bpfverity.fsverity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpfverity.bytes.FormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FsVerityIoctlTest {
    private static final int WRITE = 1;
    private static final int READ_WRITE = 3;

    @Test
    void numbersAreTheKernelsEncoding() {
        assertThat(FsVerityIoctl.ENABLE).isEqualTo(ioctl(WRITE, 128, 133));
        assertThat(FsVerityIoctl.MEASURE).isEqualTo(ioctl(READ_WRITE, 4, 134));
    }

    @Test
    void enableArgumentPointsToTheSaltBehindIt() {
        byte[] salt = {1, 2, 3};
        ByteBuf argument = FsVerityIoctl.enableArgument(new VerityParameters(HashAlgorithm.SHA512, 1024, salt));
        FsVerityIoctl.setSaltAddress(argument, 0x7000_1000L);
        ByteBuffer bytes = nativeView(argument);
        assertThat(new int[] {bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt()})
                .containsExactly(1, 2, 1024, 3);
        assertThat(bytes.getLong()).isEqualTo(0x7000_1000L + 128);
        assertThat(argument.slice(24, 104).forEachByte(value -> value == 0)).isEqualTo(-1);
        byte[] behind = new byte[3];
        argument.getBytes(128, behind);
        assertThat(behind).isEqualTo(salt);
        argument.release();
    }

    @Test
    void withoutSaltThePointerIsNull() {
        ByteBuf argument = FsVerityIoctl.enableArgument(VerityParameters.DEFAULT);
        FsVerityIoctl.setSaltAddress(argument, 0x7000_1000L);
        assertThat(argument.getLong(16)).isZero();
        assertThat(argument.readableBytes()).isEqualTo(128);
        argument.release();
    }

    @Test
    void measureArgumentOffersRoomForTheLargestDigest() {
        ByteBuf argument = FsVerityIoctl.measureArgument();
        ByteBuffer bytes = nativeView(argument);
        assertThat(bytes.getShort(0)).isZero();
        assertThat(bytes.getShort(2)).isEqualTo((short) 64);
        assertThat(bytes.capacity()).isEqualTo(68);
        argument.release();
    }

    @Test
    void theKernelsAnswerIsRead() throws FormatException {
        ByteBuf answer = answer(2, 64);
        assertThat(FsVerityIoctl.measured(answer)).isEqualTo(new VerityDigest(HashAlgorithm.SHA512, new byte[64]));
        answer.release();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 32, unknown hash algorithm 3",
        "1, 64, sha256 digest of 64 bytes",
        "2, 65535, sha512 digest of 65535"
    })
    void anAnswerOfAnotherShapeIsRefused(int algorithm, int size, String message) {
        ByteBuf answer = answer(algorithm, size);
        assertThatThrownBy(() -> FsVerityIoctl.measured(answer))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
        answer.release();
    }

    private static ByteBuf answer(int algorithm, int size) {
        ByteBuf answer = FsVerityIoctl.measureArgument();
        nativeView(answer).putShort(0, (short) algorithm).putShort(2, (short) size);
        return answer;
    }

    private static ByteBuffer nativeView(ByteBuf buffer) {
        return buffer.nioBuffer(0, buffer.writerIndex()).order(ByteOrder.nativeOrder());
    }

    private static long ioctl(int direction, int size, int number) {
        return (long) direction << 30 | (long) size << 16 | 'f' << 8 | number;
    }
}
