package io.fuota.protocol.exosite;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Hears that a long poll's connection broke. */
record PollLoss(ParkedPolls polls, ParkedPoll poll) implements AsyncListener {

	@Override
	public void onComplete(AsyncEvent event) {
		polls.lost(poll);
	}

	@Override
	public void onError(AsyncEvent event) {
		polls.lost(poll);
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// There is none but the polls' own.
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// A poll is parked once.
	}

}
