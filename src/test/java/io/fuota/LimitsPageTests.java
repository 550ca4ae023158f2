package io.fuota;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every limit that docs/limits.md promises names a test that enforces it. */
class LimitsPageTests {

	private static final Path PAGE = Path.of("docs/limits.md");

	private static final Path TESTS = Path.of("src/test/java");

	@Test
	void everyRowNamesATestThatExists() throws IOException {
		List<String[]> rows = rows();
		Set<String> tests = testClasses();
		assertThat(rows).hasSizeGreaterThan(25);
		assertThat(rows).allSatisfy(row -> {
			String[] named = row[row.length - 1].strip().split(", ");
			assertThat(named).as(Arrays.toString(row))
				.isNotEmpty()
				.allSatisfy(name -> assertThat(tests).contains(name.replace("`", "")));
		});
	}

	@Test
	void everyTableHasAColumnForTests() throws IOException {
		List<String> heads = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| what")).toList();
		assertThat(heads).hasSizeGreaterThan(4).allSatisfy(head -> assertThat(head).endsWith("| test |"));
	}

	private static List<String[]> rows() throws IOException {
		return Files.readAllLines(PAGE)
			.stream()
			.filter(line -> line.startsWith("| ") && !line.startsWith("| what"))
			.map(line -> line.substring(1, line.length() - 1).split("\\|"))
			.toList();
	}

	private static Set<String> testClasses() throws IOException {
		try (Stream<Path> files = Files.walk(TESTS)) {
			return files.map(file -> file.getFileName().toString())
				.filter(name -> name.endsWith("Tests.java"))
				.map(name -> name.substring(0, name.length() - ".java".length()))
				.collect(Collectors.toSet());
		}
	}

}
