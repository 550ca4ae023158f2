package io.fuota.console;

import java.util.List;
import java.util.Optional;

/**
 * Rules of a protocol as people see and change them; the protocol itself fills this in,
 * since the console knows no protocol.
 */
public interface RuleBook {

	/**
	 * A rule.
	 *
	 * @param number its place, from 1; the first that fits counts
	 * @param target a firmware file, a URL elsewhere, or empty: nothing
	 */
	record Row(int number, String platform, String versions, String target) {
	}

	/**
	 * What a device would get.
	 *
	 * @param rule the number of the rule that is for it; 0 where none is
	 */
	record Trial(int rule, String sentence) {
	}

	/** The rules in their order. */
	List<Row> rows();

	/** The rules as CSV, one on each line, every field in quotes. */
	String asCsv();

	/**
	 * Puts the rules of a CSV in the place of all rules, durably when this returns.
	 * @return how many there are now
	 * @throws io.fuota.http.HttpRefusal 400 with the line of the first that is wrong
	 */
	int replace(String text);

	/**
	 * What a device with these headers would be answered; has no effect.
	 * @return empty unless the headers say which device it is, its platform and its
	 * version
	 */
	Optional<Trial> test(String deviceHeader, String firmwareHeader, String userAgent);

}
