package io.fuota.protocol.exosite;

import java.util.List;

/**
 * What applying a package does.
 *
 * @param devices how many
 * @param changed how many of them have another manifest now, or none
 * @param waiting how many wait in a long poll, and are told at once
 * @param objections how many it can't or shouldn't be applied to; then it isn't applied
 * at all
 * @param told the first of the objections
 */
record PackagePlan(int devices, int changed, int waiting, int objections, List<Objection> told) {

	/** So many objections are told; all of them are counted. */
	static final int MAX_TOLD = 100;

	/**
	 * Why a device shouldn't have it.
	 *
	 * @param canBeForced whether an operator may override it
	 */
	record Objection(String device, String reason, boolean canBeForced) {
	}

}
