package io.fuota.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that is open once for all who read it at a time: thousands of devices that
 * download the same firmware don't take a file each of those that the process may have
 * open. It is closed when the last of them leaves.
 */
final class SharedFile {

	private final FileChannel channel;

	private final BlobIdentity identity;

	private int readers = 1;

	/** With its first reader. */
	SharedFile(FileChannel channel, BlobIdentity identity) {
		this.channel = channel;
		this.identity = identity;
	}

	/** One more reads, if it is this file and still open; else another must be opened. */
	synchronized boolean join(BlobIdentity wanted) {
		if (readers == 0 || !channel.isOpen() || !identity.equals(wanted)) {
			return false;
		}
		readers++;
		return true;
	}

	/**
	 * One doesn't read any more.
	 * @return whether it was the last
	 */
	synchronized boolean leave() throws IOException {
		readers--;
		if (readers == 0) {
			channel.close();
		}
		return readers == 0;
	}

	int read(ByteBuffer to, long position) throws IOException {
		return channel.read(to, position);
	}

	long size() throws IOException {
		return channel.size();
	}

}
