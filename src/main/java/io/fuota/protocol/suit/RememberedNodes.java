package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import io.fuota.protocol.coap.CoapPeer;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Nodes that are to be asked for their slots, across restarts of the server: the rows of
 * {@code suit_node}.
 */
@Component
class RememberedNodes {

	private static final Logger LOG = LoggerFactory.getLogger(RememberedNodes.class);

	private final JdbcTemplate jdbc;

	private final Manifests manifests;

	RememberedNodes(JdbcTemplate jdbc, Manifests manifests) {
		this.jdbc = jdbc;
		this.manifests = manifests;
	}

	/** Remembers a node, durably when this returns. */
	void put(NotifiedNode node) {
		jdbc.update("""
				insert into suit_node (device_id, url, manifest, sha256, slot) values (?, ?, ?, ?, ?)
				on conflict (device_id) do update set url = excluded.url, manifest = excluded.manifest,
				sha256 = excluded.sha256, slot = excluded.slot
				""", node.device().value(), node.url().text(), node.plan().manifest().name().value(),
				node.plan().manifest().digest().hex(), node.slot());
	}

	/** Forgets a node. */
	void remove(DeviceId device) {
		jdbc.update("delete from suit_node where device_id = ?", device.value());
	}

	private record Row(String device, String url, String manifest, String sha256, @Nullable String slot) {
	}

	/**
	 * Nodes from before the start; those whose manifest is another by now are forgotten.
	 */
	List<NotifiedNode> load() {
		List<NotifiedNode> nodes = new ArrayList<>();
		List<Row> rows = jdbc.query("select * from suit_node", (row, _) -> new Row(row.getString("device_id"),
				row.getString("url"), row.getString("manifest"), row.getString("sha256"), row.getString("slot")));
		for (Row row : rows) {
			node(row).ifPresentOrElse(nodes::add, () -> remove(new DeviceId(row.device())));
		}
		return nodes;
	}

	private Optional<NotifiedNode> node(Row row) {
		Optional<SuitPlan> plan = manifests.plan(row.manifest(), row.sha256());
		try {
			NodeUrl url = NodeUrl.parse(row.url());
			InetSocketAddress socket = url.resolve();
			String address = new CoapPeer(socket.getAddress(), socket.getPort(), false).addressText();
			return plan.map(known -> {
				NotifiedNode node = new NotifiedNode(new DeviceId(row.device()), url, socket, address, known);
				String slot = row.slot();
				if (slot != null) {
					node.runs(slot);
				}
				node.offered();
				return node;
			});
		}
		catch (UnknownHostException | IllegalArgumentException gone) {
			LOG.warn("the node {} at {} isn't asked for its slot any more: {}", row.device(), row.url(),
					gone.toString());
			return Optional.empty();
		}
	}

}
