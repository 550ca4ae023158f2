package io.fuota.update;

import java.util.Map;

/**
 * How many devices there are of each kind.
 *
 * @param devices seen, or with an assignment
 * @param assigned with an assignment
 * @param seen heard of at least once
 * @param unknown that asked and have no assignment
 * @param quarantined in quarantine
 * @param looping that downloaded whole without effect at least once in a row, and are not
 * in quarantine
 * @param failed whose latest attempt failed in another way, and that are not in
 * quarantine
 * @param versions by the version that they reported last, sorted by it
 * @param states by the state of their latest attempt, sorted by its name
 * @param failuresByFile whose latest attempt failed or ended with an unexpected version,
 * by the file's name
 * @param confirmedByDigest whose latest attempt was confirmed, by the SHA-256 of the
 * bytes
 */
public record FleetCounts(long devices, long assigned, long seen, long unknown, long quarantined, long looping,
		long failed, Map<String, Long> versions, Map<String, Long> states, Map<String, Long> failuresByFile,
		Map<String, Long> confirmedByDigest) {

	/** How many devices have a latest attempt in this state. */
	public long inState(String state) {
		return states.getOrDefault(state, 0L);
	}

}
