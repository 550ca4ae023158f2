package io.fuota.protocol.mongoose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that can be ordered, with its build: numbers joined by dots, also a single
 * one as mos makes it of the date; then by the time at the begin of the build id. Missing
 * numbers count as 0. A version with anything else in it has no order.
 *
 * @param numbers without zeros at the end
 * @param builtAt digits of a time; empty where the build id doesn't begin with one
 */
record MongooseVersion(List<Long> numbers, String builtAt) {

	private static final Pattern NUMBERS = Pattern.compile("[vV]?([0-9]{1,18}(?:\\.[0-9]{1,18}){0,7})");

	private static final Pattern BUILD_TIME = Pattern.compile("([0-9]{8}-[0-9]{6})(?:/.*)?");

	static Optional<MongooseVersion> parse(String version, String buildId) {
		Matcher numbers = NUMBERS.matcher(version);
		if (!numbers.matches()) {
			return Optional.empty();
		}
		List<Long> values = new ArrayList<>(
				Arrays.stream(numbers.group(1).split("\\.", -1)).map(Long::parseLong).toList());
		while (!values.isEmpty() && values.getLast() == 0) {
			values.removeLast();
		}
		Matcher time = BUILD_TIME.matcher(buildId);
		return Optional.of(new MongooseVersion(List.copyOf(values), time.matches() ? time.group(1) : ""));
	}

	/** Whether this is newer; false where nobody can tell. */
	boolean isAbove(MongooseVersion other) {
		int order = compareNumbers(other);
		boolean timed = !builtAt.isEmpty() && !other.builtAt.isEmpty();
		return order > 0 || (order == 0 && timed && builtAt.compareTo(other.builtAt) > 0);
	}

	private int compareNumbers(MongooseVersion other) {
		for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
			int order = Long.compare(number(i), other.number(i));
			if (order != 0) {
				return order;
			}
		}
		return 0;
	}

	private long number(int index) {
		return index < numbers.size() ? numbers.get(index) : 0;
	}

}
