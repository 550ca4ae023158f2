package io.fuota.protocol.suit;

import io.fuota.console.RiotDesk;
import io.fuota.http.HttpRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Publishing and notifying as people see them in the console. */
@Component
class SuitDesk implements RiotDesk {

	private final SuitShelf shelf;

	private final SuitUrls urls;

	private final Publisher publisher;

	private final Removals removals;

	private final NotifyDesk notify;

	SuitDesk(SuitShelf shelf, SuitUrls urls, Publisher publisher, Removals removals, NotifyDesk notify) {
		this.shelf = shelf;
		this.urls = urls;
		this.publisher = publisher;
		this.removals = removals;
		this.notify = notify;
	}

	@Override
	public String root() {
		return urls.root();
	}

	@Override
	public List<Published> published() {
		return shelf.all();
	}

	@Override
	public Upload begin() {
		StagedParts parts = publisher.stage();
		return new Upload() {
			@Override
			public void take(String name, InputStream bytes) throws IOException {
				parts.take(name, bytes);
			}

			@Override
			public Receipt publish(String id, boolean force) throws IOException {
				if (id.isBlank()) {
					throw HttpRefusal.badRequest("The publish id is missing.");
				}
				PublishId publishId = PublishId.of(id);
				Publisher.Publication done = publisher.publish(publishId, parts, force);
				return new Receipt(publishId.folder(), done.files().stream().map(file -> file.name().value()).toList(),
						done.warnings());
			}

			@Override
			public void close() throws IOException {
				parts.close();
			}
		};
	}

	@Override
	public int remove(String id, String version) {
		return removals.remove(PublishId.of(id), version);
	}

	@Override
	public long tell(String id, String version, List<Node> nodes) {
		return notify.begin(id, version, nodes);
	}

	@Override
	public Optional<Run> run(long number) {
		return notify.run(number);
	}

	@Override
	public List<Run> runs() {
		return notify.runs();
	}

}
