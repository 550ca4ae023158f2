package io.fuota.download;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * In which pieces, and how fast, a file is sent.
 *
 * @param pieceBytes each piece is handed to the connection by itself; 0: as it comes
 * @param bytesPerSecond at most, on average over a transfer; 0: as fast as the client
 * takes them
 */
public record Pace(int pieceBytes, long bytesPerSecond) {

	/** As fast as the client takes it, in large pieces. */
	public static final Pace FREE = new Pace(0, 0);

	private static final int LARGE_PIECE = 64 * 1024;

	boolean isPiecemeal() {
		return pieceBytes > 0;
	}

	/** How many bytes to read at a time. */
	int bufferBytes() {
		return isPiecemeal() ? pieceBytes : LARGE_PIECE;
	}

	/** Begins a transfer. */
	Clock begin() {
		return new Clock(bytesPerSecond, System.nanoTime());
	}

	/**
	 * Holds one transfer back.
	 *
	 * @param began nanoseconds, as {@link System#nanoTime()} counts them
	 */
	record Clock(long bytesPerSecond, long began) {

		/**
		 * Returns when it is time for the next piece.
		 * @param sent bytes of the transfer so far
		 */
		void await(long sent) {
			if (bytesPerSecond > 0) {
				long due = began + nanosFor(sent, bytesPerSecond);
				for (long left = due - System.nanoTime(); left > 0
						&& !Thread.currentThread().isInterrupted(); left = due - System.nanoTime()) {
					LockSupport.parkNanos(left);
				}
			}
		}

		private static long nanosFor(long bytes, long rate) {
			return bytes / rate * TimeUnit.SECONDS.toNanos(1) + bytes % rate * TimeUnit.SECONDS.toNanos(1) / rate;
		}

	}

}
