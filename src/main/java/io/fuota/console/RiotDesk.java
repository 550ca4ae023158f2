package io.fuota.console;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is published for RIOT nodes, and who is told of it; the protocol itself fills this
 * in, since the console knows no protocol. What breaks a rule is an
 * {@link io.fuota.http.HttpRefusal} with a sentence.
 */
public interface RiotDesk {

	/** The version that stands for the newest one. */
	String LATEST = "latest";

	/** What the URLs begin with that nodes are given: {@code coap://<host>:<port>}. */
	String root();

	/** What nodes can be told of, sorted by its id. */
	List<Published> published();

	/**
	 * Files that belong together: published under one id, or a folder of files that were
	 * uploaded one by one.
	 *
	 * @param versions the newest first
	 * @param newestForASlot whether there are manifests for one slot alone
	 */
	record Published(String id, List<Version> versions, boolean newestForASlot) {
	}

	/**
	 * One version of them.
	 *
	 * @param name as the names of its manifests have it; empty where they have none
	 * @param latest whether it is the one that {@link #LATEST} stands for
	 * @param tellable whether nodes can be told of it whatever slot they run
	 * @param sequence the manifest's sequence number; empty where it can't be read
	 * @param classId what it is for; empty where it can't be read
	 * @param files its manifests, and the images that they name
	 * @param warnings why nodes may not be able to install it; of the newest version
	 * alone
	 * @param goes the names of the files that {@link #remove} removes
	 */
	record Version(String name, boolean latest, boolean tellable, String sequence, String classId, Instant at,
			List<Content> files, List<String> warnings, List<String> goes) {
	}

	/**
	 * A file.
	 *
	 * @param size in bytes
	 */
	record Content(String name, long size) {
	}

	/** Begins a form with files. */
	Upload begin();

	/** Files that come in to be published together; what isn't published goes. */
	interface Upload extends AutoCloseable {

		/** Takes a file in under its name. */
		void take(String name, InputStream bytes) throws IOException;

		/**
		 * Publishes all of them, or none.
		 * @param force whether to publish what no node could install
		 */
		Receipt publish(String id, boolean force) throws IOException;

		@Override
		void close() throws IOException;

	}

	/**
	 * What was published.
	 *
	 * @param id as it is from here on
	 */
	record Receipt(String id, List<String> files, List<String> warnings) {
	}

	/**
	 * Removes the files of a version.
	 * @return how many are gone
	 */
	int remove(String id, String version);

	/**
	 * Begins to tell nodes.
	 * @param version empty: the newest for the slot that a node doesn't run
	 * @return the number to look after it by
	 */
	long tell(String id, String version, List<Node> nodes);

	/**
	 * A node.
	 *
	 * @param name that the operator gives it; null: one is made of class and address
	 */
	record Node(String url, @Nullable String name) {
	}

	/** How far it is; empty where that isn't remembered. */
	Optional<Run> run(long number);

	/** What was begun since the start of the server, the latest first. */
	List<Run> runs();

	/**
	 * Nodes that are told, or were.
	 *
	 * @param version empty: the newest for the slot that a node doesn't run
	 * @param account whose wish it was
	 * @param over whether each has answered, or won't
	 * @param trouble why it ended before that, as a sentence; empty where it didn't
	 */
	record Run(long number, String id, String version, String account, Instant at, boolean over, String trouble,
			List<Told> nodes) {
	}

	/** What came of telling a node. */
	enum Answer {

		/** It waits until there is room for it. */
		QUEUED,

		/** It was sent a message, and hasn't answered. */
		WAITING,

		/** It took the trigger. */
		TOLD,

		/** It took the trigger when it was sent again. */
		TOLD_LATE,

		/** It answered, and wouldn't. */
		REFUSED,

		/** It never answered. */
		SILENT,

		/** Nothing could be sent to it. */
		UNREACHABLE

	}

	/**
	 * A node that is told, or was.
	 *
	 * @param device its id here; empty where that can't be known
	 * @param sentence what it answered; empty while it hasn't
	 * @param took until the answer, or until now
	 */
	record Told(String url, String device, Answer answer, String sentence, Duration took) {
	}

}
