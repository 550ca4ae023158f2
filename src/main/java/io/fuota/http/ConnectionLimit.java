package io.fuota.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many connections this process can bear: one that has no memory or no file left for
 * the next connection fails for all of them. Those beyond the limit wait.
 */
final class ConnectionLimit {

	/** Whatever it has. */
	static final int MOST = 16_384;

	/** Even a tiny heap serves some. */
	static final int FEWEST = 256;

	/** Heap for all the rest: the program, assignments, what is remembered. */
	private static final long HEAP_OF_THE_REST = 128L * 1024 * 1024;

	/**
	 * Heap of a connection with a request under way, measured: buffers, TLS engine,
	 * request and answer.
	 */
	private static final long HEAP_OF_ONE = 72L * 1024;

	/**
	 * Files for all the rest, at least: jars, the database, uploads, and the firmware
	 * files of downloads, each of which is open once for all who fetch it.
	 */
	private static final long FILES_OF_THE_REST = 256;

	/** And this part of all, since many firmware files may be fetched at a time. */
	private static final int PART_OF_THE_REST = 8;

	private static final Path LIMITS = Path.of("/proc/self/limits");

	private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\d+) .*");

	private ConnectionLimit() {
	}

	/** For this process. */
	static int ofThisProcess() {
		return of(Runtime.getRuntime().maxMemory(), openFiles());
	}

	/**
	 * For a process with so much heap and so many files.
	 * @param heapBytes the most that the heap may grow to
	 * @param openFiles the most that it may have open
	 */
	static int of(long heapBytes, long openFiles) {
		long byHeap = (heapBytes - HEAP_OF_THE_REST) / HEAP_OF_ONE;
		long byFiles = openFiles - Math.max(FILES_OF_THE_REST, openFiles / PART_OF_THE_REST);
		return Math.clamp(Math.min(byHeap, byFiles), FEWEST, MOST);
	}

	/**
	 * As Linux tells it; Java has raised it to the hard limit by then. Elsewhere:
	 * unlimited.
	 */
	private static long openFiles() {
		try {
			return openFiles(Files.readAllLines(LIMITS));
		}
		catch (IOException noLinux) {
			return Long.MAX_VALUE;
		}
	}

	/** From the lines of that file. */
	static long openFiles(List<String> limits) {
		return limits.stream()
			.map(OPEN_FILES::matcher)
			.filter(Matcher::matches)
			.mapToLong(line -> Long.parseLong(line.group(1)))
			.findFirst()
			.orElse(Long.MAX_VALUE);
	}

}
