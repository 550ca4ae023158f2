package io.fuota.console;

import io.fuota.console.CredentialBook.Act;
import io.fuota.console.CredentialBook.Credential;
import io.fuota.console.Shown.Moment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A device's credential as its page shows it.
 *
 * @param kind the book that it is in
 * @param since null where the device has none
 */
record CredentialRow(String kind, String name, Badge badge, String sentence, @Nullable Moment since, List<Act> acts) {

	/** All that these books know of a device. */
	static List<CredentialRow> of(List<CredentialBook> books, String device) {
		return books.stream().flatMap(book -> of(book, device)).toList();
	}

	private static Stream<CredentialRow> of(CredentialBook book, String device) {
		return book.of(device).map(one -> of(book.key(), one)).stream();
	}

	private static CredentialRow of(String kind, Credential known) {
		return new CredentialRow(kind, known.name(), new Badge(known.usable() ? "good" : "bad", known.state()),
				known.sentence(), Shown.at(known.since()), known.acts());
	}

}
