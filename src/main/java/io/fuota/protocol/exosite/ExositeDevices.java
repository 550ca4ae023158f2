package io.fuota.protocol.exosite;

import io.fuota.device.DeviceId;
import io.fuota.history.Actor;
import io.fuota.history.AuditTrail;
import io.fuota.protocol.exosite.ExositeDevice.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The devices that may activate or have done so. All of them are in memory; what changes
 * is durable before anybody is told.
 */
@Component
class ExositeDevices {

	private static final Logger LOG = LoggerFactory.getLogger(ExositeDevices.class);

	/**
	 * One label of a host name (RFC 1035 §2.3.1), as in {@code <product>.m2.exosite.io}.
	 */
	private static final String PRODUCT = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

	private final ExositeRows rows;

	private final ExositeWriter writer;

	private final AuditTrail audit;

	private final Clock clock;

	private final ConcurrentSkipListMap<String, ExositeDevice> byId = new ConcurrentSkipListMap<>();

	private final Map<String, ExositeDevice> byCik = new ConcurrentHashMap<>();

	ExositeDevices(ExositeRows rows, ExositeWriter writer, AuditTrail audit, Clock clock) {
		this.rows = rows;
		this.writer = writer;
		this.audit = audit;
		this.clock = clock;
		rows.load(state -> remember(new ExositeDevice(state)));
		LOG.info("{} devices of the Exosite API are known", byId.size());
	}

	/** What became of an activation. */
	sealed interface Activation {

		/** The device's token, which is shown this once. */
		record Activated(ExositeDevice device, Cik cik) implements Activation {
		}

		/** It has one already, or an operator took it away. */
		record NotEnabled() implements Activation {
		}

		/** Nobody enabled such a device. */
		record Unknown() implements Activation {
		}

	}

	/**
	 * A device to be enabled.
	 *
	 * @param cik a token that it has already; null: it activates to get one
	 */
	record Wanted(String product, String sn, @Nullable Cik cik) {

		/**
		 * @throws IllegalArgumentException with a sentence
		 */
		Wanted {
			if (!isProduct(product)) {
				throw new IllegalArgumentException(
						"A product has 1 to 63 letters, digits and hyphens, and no hyphen at its ends.");
			}
			var _ = new DeviceId(State.id(product, sn));
			if (sn.isBlank()) {
				throw new IllegalArgumentException("The sn of a device isn't blank.");
			}
		}

	}

	static boolean isProduct(String text) {
		return text.matches(PRODUCT);
	}

	Optional<ExositeDevice> find(String id) {
		return Optional.ofNullable(byId.get(id));
	}

	/** Whose token this is. */
	Optional<ExositeDevice> withCik(String cik) {
		return Optional.ofNullable(byCik.get(Cik.sha256(cik)));
	}

	/** Whether any device of this product is known. */
	boolean isKnownProduct(String product) {
		String first = byId.ceilingKey(product + ".");
		return first != null && first.startsWith(product + ".");
	}

	/** Every device; what changes meanwhile may or may not be seen. */
	Collection<ExositeDevice> all() {
		return byId.values();
	}

	/**
	 * A page of a product's devices by their ids.
	 * @param after only sns behind this one; the empty text for the first page
	 */
	List<ExositeDevice> page(String product, String after, int limit) {
		String prefix = product + ".";
		return byId.tailMap(prefix + after, false)
			.values()
			.stream()
			.takeWhile(device -> device.id().startsWith(prefix))
			.limit(limit)
			.toList();
	}

	/** A device asks for its token. */
	Activation activate(String product, String sn) {
		ExositeDevice device = byId.get(State.id(product, sn));
		if (device == null) {
			return new Activation.Unknown();
		}
		Cik cik = Cik.random();
		State before;
		synchronized (device) {
			before = device.state();
			if (!before.enabled()) {
				return new Activation.NotEnabled();
			}
			become(device, before.activated(cik.sha256(), clock.instant()));
		}
		orUndo(Map.of(device, before), () -> writer.write(List.of(device), () -> {
		}));
		return new Activation.Activated(device, cik);
	}

	/**
	 * Enables devices to activate; all of them or none. One that has a token keeps it
	 * until it activates again.
	 * @throws IllegalArgumentException with a sentence, if a token is another device's
	 */
	synchronized void enable(List<Wanted> wanted) {
		Map<String, String> tokens = new HashMap<>();
		for (Wanted one : wanted) {
			String id = State.id(one.product(), one.sn());
			if (one.cik() != null) {
				ExositeDevice other = byCik.get(one.cik().sha256());
				String before = tokens.putIfAbsent(one.cik().sha256(), id);
				if ((other != null && !other.id().equals(id)) || (before != null && !before.equals(id))) {
					throw new IllegalArgumentException("The CIK of " + id + " is another device's.");
				}
			}
		}
		Instant now = clock.instant();
		Map<ExositeDevice, State> changed = new LinkedHashMap<>();
		List<String> fresh = new ArrayList<>();
		for (Wanted one : wanted) {
			ExositeDevice device = byId.computeIfAbsent(State.id(one.product(), one.sn()), id -> {
				fresh.add(id);
				return new ExositeDevice(State.created(one.product(), one.sn(), now));
			});
			synchronized (device) {
				changed.putIfAbsent(device, device.state());
				become(device, one.cik() == null ? device.state().enabling(true)
						: device.state().activated(one.cik().sha256(), now));
			}
		}
		try {
			write(changed, "enable-exosite",
					changed.size() == 1 ? changed.keySet().iterator().next().id() : changed.size() + " devices");
		}
		catch (IllegalStateException notWritten) {
			fresh.forEach(byId::remove);
			throw notWritten;
		}
	}

	/** Gives a device a new token; the one before is void. */
	Cik renew(ExositeDevice device) {
		Cik cik = Cik.random();
		State before;
		synchronized (device) {
			before = device.state();
			become(device, before.activated(cik.sha256(), clock.instant()));
		}
		write(Map.of(device, before), "renew-exosite-cik", device.id());
		return cik;
	}

	/** Takes a device's token away; it can't activate either. */
	void revoke(ExositeDevice device) {
		State before;
		synchronized (device) {
			before = device.state();
			become(device, before.activated(null, null));
		}
		write(Map.of(device, before), "revoke-exosite-cik", device.id());
	}

	/** Forgets a device. */
	synchronized void delete(ExositeDevice device) {
		device.go();
		Actor actor = Actor.current();
		writer.write(List.of(), () -> ScopedValue.where(Actor.CURRENT, actor).run(() -> {
			rows.delete(device.id());
			audit.record("delete-exosite", device.id(), null, null, false);
		}));
		byId.remove(device.id());
		synchronized (device) {
			become(device, device.state().activated(null, null));
		}
	}

	/**
	 * Writes devices as they are now.
	 * @param before what they were
	 */
	private void write(Map<ExositeDevice, State> before, String action, String target) {
		Actor actor = Actor.current();
		orUndo(before, () -> writer.write(before.keySet(), () -> ScopedValue.where(Actor.CURRENT, actor)
			.run(() -> audit.record(action, target, null, null, false))));
	}

	/** What can't be written hasn't happened. */
	private void orUndo(Map<ExositeDevice, State> before, Runnable write) {
		try {
			write.run();
		}
		catch (IllegalStateException notWritten) {
			before.forEach((device, state) -> {
				synchronized (device) {
					become(device, state);
				}
			});
			throw notWritten;
		}
	}

	private void remember(ExositeDevice device) {
		byId.put(device.id(), device);
		String cik = device.state().cikSha256();
		if (cik != null) {
			byCik.put(cik, device);
		}
	}

	/** Keeps the index of tokens; the device's monitor is held. */
	private void become(ExositeDevice device, State next) {
		String before = device.state().cikSha256();
		if (before != null && !before.equals(next.cikSha256())) {
			byCik.remove(before);
		}
		device.become(next);
		if (next.cikSha256() != null) {
			byCik.put(next.cikSha256(), device);
		}
	}

}
