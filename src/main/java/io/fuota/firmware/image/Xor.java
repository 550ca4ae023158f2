package io.fuota.firmware.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** All bytes, one over the other by exclusive or; eight at a time. */
final class Xor {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private long eight;

	Xor(int seed) {
		this.eight = seed & 0xff;
	}

	void update(byte[] bytes, int offset, int length) {
		int end = offset + length;
		int wholeEnd = offset + (length & ~7);
		long sum = 0;
		int at = offset;
		for (; at < wholeEnd; at += 8) {
			sum ^= (long) LONGS.get(bytes, at);
		}
		for (; at < end; at++) {
			sum ^= bytes[at] & 0xff;
		}
		eight ^= sum;
	}

	/** 0 to 255. */
	int value() {
		long four = eight ^ (eight >>> 32);
		long two = four ^ (four >>> 16);
		return (int) ((two ^ (two >>> 8)) & 0xff);
	}

}
