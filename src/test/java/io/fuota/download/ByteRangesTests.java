package io.fuota.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.download.ByteRanges.Part;
import io.fuota.download.ByteRanges.Parts;
import io.fuota.download.ByteRanges.Unsatisfiable;
import io.fuota.download.ByteRanges.Whole;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTests {

	private static final long SIZE = 1000;

	@ParameterizedTest
	@CsvSource({ "bytes=0-0,0,0", "bytes=0-999,0,999", "bytes=500-,500,999", "bytes=-1,999,999", "bytes=-5000,0,999",
			"bytes=0-1000,0,999", "bytes=999-99999999999999999999,999,999", "BYTES=1-2,1,2", "bytes= 1-2 ,1,2",
			"'bytes=1-2,5000-',1,2" })
	void rangeIsCutAtTheLastByte(String header, long first, long last) {
		assertThat(ByteRanges.parse(header, SIZE)).isEqualTo(new Parts(List.of(new Part(first, last))));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1-2;3-4", "lines=1-2",
			"bytes=1 - 2", "bytes=1-2,x", "bytes=,", "bytes=0-,0-", "bytes=+1-2" })
	void malformedRangesAndOverlapsAreAnsweredWithTheWhole(String header) {
		assertThat(ByteRanges.parse(header, SIZE)).isEqualTo(new Whole());
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=1000-", "bytes=1000-1000", "bytes=-0", "bytes=5000-6000,7000-" })
	void rangesBehindTheEndCantBeSatisfied(String header) {
		assertThat(ByteRanges.parse(header, SIZE)).isEqualTo(new Unsatisfiable());
	}

	@Test
	void moreThan16RangesAreAnsweredWithTheWhole() {
		assertThat(ByteRanges.parse(ranges(16), SIZE)).isInstanceOf(Parts.class);
		assertThat(ByteRanges.parse(ranges(17), SIZE)).isEqualTo(new Whole());
	}

	@Test
	void noHeaderEverYieldsBytesOutsideTheFile() {
		Random random = new Random(42);
		String alphabet = "0123456789-,= bytes";
		for (int i = 0; i < 100_000; i++) {
			String header = "bytes=" + random.ints(random.nextInt(30), 0, alphabet.length())
				.mapToObj(at -> alphabet.substring(at, at + 1))
				.collect(Collectors.joining());
			if (ByteRanges.parse(header, SIZE) instanceof Parts(var parts)) {
				assertThat(parts).as(header)
					.isNotEmpty()
					.allMatch(part -> part.first() >= 0 && part.first() <= part.last() && part.last() < SIZE);
			}
		}
	}

	private static String ranges(int count) {
		return "bytes=" + IntStream.range(0, count).mapToObj(i -> 2 * i + "-" + 2 * i).collect(Collectors.joining(","));
	}

}
