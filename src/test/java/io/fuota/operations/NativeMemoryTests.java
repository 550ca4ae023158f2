package io.fuota.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.operations.NativeMemory.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeMemoryTests {

	private static final String CACHE = "/opt/a folder/fuota-server.aot";

	@Test
	void findsWhatCanNotBeWrittenAndWasNot() {
		assertThat(unwritten("803ad0000-808f16000 r--p 03ad4000 fe:00 1   " + CACHE, 0))
			.containsExactly(new Mapping(0x803ad0000L, 0x5446000L));
		assertThat(unwritten("7f8045ee3000-7f8046f6f000 r-xp 002e3000 fe:00 2 " + CACHE, 0))
			.containsExactly(new Mapping(0x7f8045ee3000L, 0x108c000L));
	}

	@Test
	void leavesWhatWasWritten() {
		assertThat(unwritten("803ad0000-808f16000 r--p 03ad4000 fe:00 1 " + CACHE, 4)).isEmpty();
		assertThat(unwritten("803ad0000-808f16000 r--p 03ad4000 fe:00 1 " + CACHE, 10)).isEmpty();
	}

	@Test
	void leavesWhatMayBeWrittenOrIsShared() {
		assertThat(unwritten("803ad0000-808f16000 rw-p 03ad4000 fe:00 1 " + CACHE, 0)).isEmpty();
		assertThat(unwritten("803ad0000-808f16000 r--s 03ad4000 fe:00 1 " + CACHE, 0)).isEmpty();
	}

	@Test
	void leavesOtherFilesAndNoFile() {
		assertThat(unwritten("803ad0000-808f16000 r--p 03ad4000 fe:00 1 /usr/lib/other.so", 0)).isEmpty();
		assertThat(unwritten("803ad0000-808f16000 r--p 00000000 00:00 0 ", 0)).isEmpty();
	}

	/** What was let go of comes back by itself, or this would be the end of the JVM. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void letsGoOfJavasOwnPagesAndJavaGoesOn() throws Exception {
		NativeMemory memory = NativeMemory.here().orElseThrow();
		long before = residentKibibytesOfJava();
		memory.release();
		assertThat(residentKibibytesOfJava()).isLessThan(before - 1024);
		memory.release();
		assertThat(List.of("a", "b").reversed()).containsExactly("b", "a");
	}

	/** Of its code, which nobody writes. */
	private static long residentKibibytesOfJava() throws IOException {
		List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(" r-xp ") && lines.get(i).endsWith("/libjvm.so")) {
				return lines.stream()
					.skip(i)
					.filter(line -> line.startsWith("Rss:"))
					.findFirst()
					.map(line -> Long.parseLong(line.replaceAll("\\D", "")))
					.orElseThrow();
			}
		}
		throw new AssertionError("Java's own code is mapped");
	}

	@Test
	void takesEachMappingByItself() {
		List<String> smaps = Stream
			.of(mapping("800000000-803ad0000 rw-p 00000000 fe:00 1 " + CACHE, 0),
					mapping("803ad0000-808f16000 r--p 03ad4000 fe:00 1 " + CACHE, 4),
					mapping("808f16000-808f17000 r--p 08f1a000 fe:00 1 " + CACHE, 0))
			.flatMap(String::lines)
			.toList();
		assertThat(NativeMemory.unwritten(smaps.iterator(), CACHE::equals))
			.containsExactly(new Mapping(0x808f16000L, 0x1000L));
	}

	private static List<Mapping> unwritten(String head, int kibibytes) {
		return NativeMemory.unwritten(mapping(head, kibibytes).lines().iterator(), CACHE::equals);
	}

	/** A mapping as the kernel shows it, and how much of it was written. */
	private static String mapping(String head, int kibibytes) {
		return """
				%s
				Size:              86280 kB
				Rss:                 284 kB
				Private_Clean:       284 kB
				Anonymous:      %8d kB
				AnonHugePages:         0 kB
				THPeligible:           0
				VmFlags: rd mr mw me sd
				""".formatted(head, kibibytes);
	}

}
