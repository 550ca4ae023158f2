package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A connection's buffers, which it has only while there are bytes in them. */
class LazyBuffersTests {

	private final BufferPool forReading = new BufferPool(LazyBuffers.READ_BYTES);

	private final BufferPool forWriting = new BufferPool(LazyBuffers.WRITE_BYTES);

	private final LazyBuffers buffers = new LazyBuffers(forReading, forWriting);

	@Test
	void newOnesAreEmptyAndSayHowMuchTheyWillTake() {
		assertThat(buffers.isReadBufferEmpty()).isTrue();
		assertThat(buffers.isWriteBufferEmpty()).isTrue();
		assertThat(buffers.isWriteBufferWritable()).isTrue();
		buffers.configureReadBufferForRead();
		assertThat(buffers.getReadBuffer().remaining()).isZero();
		assertThat(buffers.getReadBuffer().capacity()).isEqualTo(LazyBuffers.READ_BYTES);
		assertThat(buffers.getWriteBuffer().capacity()).isEqualTo(LazyBuffers.WRITE_BYTES);
	}

	@Test
	void whatWasReadIsKeptUntilItIsTaken() {
		buffers.configureReadBufferForWrite();
		buffers.getReadBuffer().put(bytes("hello"));
		buffers.giveBack();
		assertThat(forReading.kept()).isZero();
		buffers.configureReadBufferForRead();
		assertThat(text(buffers.getReadBuffer(), 2)).isEqualTo("he");
		buffers.configureReadBufferForWrite();
		buffers.getReadBuffer().put(bytes("!"));
		buffers.configureReadBufferForRead();
		assertThat(text(buffers.getReadBuffer(), 4)).isEqualTo("llo!");
		assertThat(buffers.isReadBufferEmpty()).isTrue();
		buffers.giveBack();
		assertThat(forReading.kept()).isEqualTo(1);
	}

	@Test
	void whatIsToBeWrittenIsKeptUntilItIsSent() {
		buffers.configureWriteBufferForWrite();
		buffers.getWriteBuffer().put(bytes("hello"));
		buffers.configureWriteBufferForRead();
		assertThat(text(buffers.getWriteBuffer(), 3)).isEqualTo("hel");
		buffers.giveBackWritten();
		assertThat(buffers.isWriteBufferWritable()).isFalse();
		buffers.configureWriteBufferForWrite();
		buffers.getWriteBuffer().put(bytes("!"));
		buffers.configureWriteBufferForRead();
		assertThat(text(buffers.getWriteBuffer(), 3)).isEqualTo("lo!");
		buffers.giveBackWritten();
		assertThat(forWriting.kept()).isEqualTo(1);
		buffers.configureWriteBufferForWrite();
		assertThat(buffers.isWriteBufferEmpty()).isTrue();
		assertThat(forWriting.kept()).isZero();
	}

	@Test
	void bytesThatAreGivenBackComeFirst() {
		buffers.configureReadBufferForWrite();
		buffers.getReadBuffer().put(bytes("llo"));
		buffers.unReadReadBuffer(ByteBuffer.wrap(bytes("he")));
		buffers.configureReadBufferForRead();
		assertThat(text(buffers.getReadBuffer(), 5)).isEqualTo("hello");
	}

	@Test
	void aConnectionThatBrokeLeavesNothingToTheNext() {
		buffers.configureReadBufferForWrite();
		buffers.getReadBuffer().put(bytes("secret"));
		buffers.configureWriteBufferForWrite();
		buffers.getWriteBuffer().put(bytes("secret"));
		buffers.reset();
		assertThat(buffers.isReadBufferEmpty()).isTrue();
		assertThat(buffers.isWriteBufferEmpty()).isTrue();
		assertThat(forReading.kept() + forWriting.kept()).as("a thread may still have them").isZero();
	}

	@Test
	void aPoolKeepsOnlyWhatIsItsOwnAndNotTooMuch() {
		forReading.giveBack(ByteBuffer.allocateDirect(1));
		assertThat(forReading.kept()).isZero();
		for (int i = 0; i < BufferPool.KEPT + 10; i++) {
			forReading.giveBack(ByteBuffer.allocateDirect(LazyBuffers.READ_BYTES).position(7).limit(9));
		}
		assertThat(forReading.kept()).isEqualTo(BufferPool.KEPT);
		ByteBuffer taken = forReading.take();
		assertThat(taken.position()).isZero();
		assertThat(taken.remaining()).isEqualTo(LazyBuffers.READ_BYTES);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static String text(ByteBuffer from, int length) {
		byte[] bytes = new byte[length];
		from.get(bytes);
		return new String(bytes, StandardCharsets.US_ASCII);
	}

}
