package io.fuota.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Consumer;

/**
 * One reader of a file that others read too, with a position of its own. Where an
 * interrupted reader closed the file for all of them, it is opened again.
 */
final class BlobChannel implements SeekableByteChannel {

	/** Opens the file, or joins those who read it. */
	interface Opening {

		SharedFile open() throws IOException;

	}

	private final Opening opening;

	/** Told when nobody reads the file any more. */
	private final Consumer<SharedFile> over;

	private SharedFile file;

	private long position;

	private boolean open = true;

	BlobChannel(Opening opening, Consumer<SharedFile> over) throws IOException {
		this.opening = opening;
		this.over = over;
		this.file = opening.open();
	}

	@Override
	public synchronized int read(ByteBuffer to) throws IOException {
		checkOpen();
		int n;
		try {
			n = file.read(to, position);
		}
		catch (ClosedByInterruptException interrupted) {
			throw interrupted;
		}
		catch (ClosedChannelException byAnother) {
			leave();
			open = false;
			file = opening.open();
			open = true;
			n = file.read(to, position);
		}
		position += Math.max(n, 0);
		return n;
	}

	@Override
	public synchronized long position() {
		return position;
	}

	@Override
	public synchronized SeekableByteChannel position(long to) {
		position = to;
		return this;
	}

	@Override
	public synchronized long size() throws IOException {
		checkOpen();
		return file.size();
	}

	@Override
	public synchronized boolean isOpen() {
		return open;
	}

	@Override
	public synchronized void close() throws IOException {
		if (open) {
			open = false;
			leave();
		}
	}

	@Override
	public int write(ByteBuffer from) {
		throw new NonWritableChannelException();
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new NonWritableChannelException();
	}

	private void leave() throws IOException {
		if (file.leave()) {
			over.accept(file);
		}
	}

	private void checkOpen() throws ClosedChannelException {
		if (!open) {
			throw new ClosedChannelException();
		}
	}

}
