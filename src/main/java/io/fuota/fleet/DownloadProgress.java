package io.fuota.fleet;

/** Reports a transfer to its device's attempt. */
final class DownloadProgress implements Download {

	private final Fleet fleet;

	private final String device;

	private final boolean doubtful;

	private final String sha256;

	/**
	 * Begins.
	 * @param doubtful whether it may be another device's
	 * @param sha256 of the bytes that are sent
	 */
	DownloadProgress(Fleet fleet, String device, boolean doubtful, String sha256) {
		this.fleet = fleet;
		this.device = device;
		this.doubtful = doubtful;
		this.sha256 = sha256;
	}

	@Override
	public void sent(long first, long end) {
		fleet.sent(device, sha256, first, end, doubtful);
	}

	@Override
	public void ended(boolean whole) {
		if (!whole) {
			fleet.aborted(device, sha256);
		}
	}

}
