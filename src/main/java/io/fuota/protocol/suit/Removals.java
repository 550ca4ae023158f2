package io.fuota.protocol.suit;

import io.fuota.http.HttpRefusal;
import io.fuota.update.FileRemoval;
import io.fuota.update.Updates;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Files of a version go (docs/protocols/riot-suit.md §4.5). */
@Component
class Removals {

	private final Manifests manifests;

	private final Updates updates;

	Removals(Manifests manifests, Updates updates) {
		this.manifests = manifests;
		this.updates = updates;
	}

	/**
	 * The names of the files that go: those that were published under the id and have the
	 * version's text in their names, as with the reference.
	 */
	List<String> of(PublishId id, String version) {
		return manifests.published(id)
			.map(file -> file.name())
			.filter(name -> name.lastSegment().contains(version))
			.map(name -> name.value())
			.toList();
	}

	/**
	 * Removes them, but for those that devices are assigned to.
	 * @return how many are gone
	 * @throws HttpRefusal 404, if there are none; 409, if some stay
	 */
	int remove(PublishId id, String version) {
		List<String> names = of(id, version);
		if (names.isEmpty()) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no file with " + version + " in its name.");
		}
		List<String> kept = new ArrayList<>();
		for (String name : names) {
			switch (updates.remove(name)) {
				case FileRemoval.Removed _, FileRemoval.NotFound _ -> {
				}
				case FileRemoval.StillAssigned _, FileRemoval.InUse _ -> kept.add(name);
			}
		}
		if (!kept.isEmpty()) {
			throw new HttpRefusal(HttpStatus.CONFLICT,
					"Devices are assigned to " + String.join(", ", kept) + "; remove the assignments first.");
		}
		return names.size();
	}

}
