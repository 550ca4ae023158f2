package io.fuota.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file on the disk from any other, and from itself after a change.
 *
 * @param size in bytes
 * @param modified time of the last change
 * @param fileKey device and inode, where the file system has them
 */
record BlobIdentity(long size, FileTime modified, @Nullable Object fileKey) {

	static BlobIdentity of(Path file) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
		return new BlobIdentity(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
	}

}
