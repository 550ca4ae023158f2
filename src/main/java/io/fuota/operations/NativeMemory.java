package io.fuota.operations;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process's memory outside of Java's heap, on Linux with the C library of GNU.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
 * @see <a href=
 * "https://man7.org/linux/man-pages/man3/malloc_trim.3.html">malloc_trim(3)</a>
 */
final class NativeMemory {

	private static final Path MAPPINGS = Path.of("/proc/self/smaps");

	private static final String CACHE_OPTION = "-XX:AOTCache=";

	private static final String JVM = "/libjvm.so";

	private static final String WRITTEN = "Anonymous:";

	/** Private mappings; {@code x} is code. */
	private static final Set<String> READ_ONLY = Set.of("r--p", "r-xp");

	private static final int MADV_DONTNEED = 4;

	private static final FunctionDescriptor TRIM = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);

	private static final FunctionDescriptor ADVISE = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
			ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);

	private final MethodHandle trim;

	private final MethodHandle advise;

	private NativeMemory(MethodHandle trim, MethodHandle advise) {
		this.trim = trim;
		this.advise = advise;
	}

	/** This process's, or empty on another system. */
	@SuppressWarnings("restricted") // the jar's manifest allows it
	static Optional<NativeMemory> here() {
		Linker linker = Linker.nativeLinker();
		SymbolLookup names = linker.defaultLookup();
		return Files.isReadable(MAPPINGS) ? names.find("malloc_trim")
			.flatMap(trim -> names.find("madvise")
				.map(advise -> new NativeMemory(linker.downcallHandle(trim, TRIM),
						linker.downcallHandle(advise, ADVISE))))
				: Optional.empty();
	}

	/**
	 * Gives back what {@code malloc} keeps for later, and lets go of the pages of Java
	 * itself and of the AOT cache: what is asked for again comes from the kernel's file
	 * cache.
	 * @throws IOException if the mappings can't be read
	 */
	void release() throws IOException {
		call(() -> (int) trim.invokeExact(0L));
		List<Mapping> unwritten;
		try (Stream<String> smaps = Files.lines(MAPPINGS)) {
			unwritten = unwritten(smaps.iterator(), stayingMapped());
		}
		for (Mapping mapping : unwritten) {
			MemorySegment start = MemorySegment.ofAddress(mapping.from());
			// A refusal (a sandbox that has no such call) leaves all as it was.
			call(() -> (int) advise.invokeExact(start, mapping.length(), MADV_DONTNEED));
		}
	}

	/** Where a file lies in memory; addresses in bytes. */
	record Mapping(long from, long length) {
	}

	/**
	 * The mappings that can't be written and of which no page was, so that each of their
	 * pages is the file's.
	 * @param smaps lines of {@code /proc/<pid>/smaps}
	 * @param files which files count
	 */
	static List<Mapping> unwritten(Iterator<String> smaps, Predicate<String> files) {
		List<Mapping> found = new ArrayList<>();
		String head = "";
		while (smaps.hasNext()) {
			String line = smaps.next();
			if (Character.isLowerCase(line.charAt(0)) || Character.isDigit(line.charAt(0))) {
				head = line;
			}
			else if (line.startsWith(WRITTEN) && line.substring(WRITTEN.length()).strip().equals("0 kB")) {
				Mapping mapping = readOnly(head, files);
				if (mapping != null) {
					found.add(mapping);
				}
			}
		}
		return found;
	}

	/** From a mapping's first line: range, rights, offset, device, inode, file. */
	private static @Nullable Mapping readOnly(String head, Predicate<String> files) {
		String[] words = head.split(" +", 6);
		if (words.length < 6 || !READ_ONLY.contains(words[1]) || !files.test(words[5])) {
			return null;
		}
		int dash = head.indexOf('-');
		long from = HexFormat.fromHexDigitsToLong(head, 0, dash);
		return new Mapping(from, HexFormat.fromHexDigitsToLong(head, dash + 1, head.indexOf(' ')) - from);
	}

	/**
	 * The files that are mapped as long as the process runs: with others, something else
	 * could have come to lie at the address in the meantime.
	 */
	private static Predicate<String> stayingMapped() {
		List<String> caches = options().filter(option -> option.startsWith(CACHE_OPTION))
			.map(option -> option.substring(CACHE_OPTION.length()))
			.toList();
		return file -> file.endsWith(JVM) || caches.contains(file);
	}

	private static Stream<String> options() {
		return ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
	}

	private static void call(Downcall function) {
		try {
			int _ = function.call();
		}
		catch (RuntimeException | Error failure) {
			throw failure;
		}
		catch (Throwable failure) {
			throw new IllegalStateException("a call of the C library throws nothing", failure);
		}
	}

	private interface Downcall {

		int call() throws Throwable;

	}

}
