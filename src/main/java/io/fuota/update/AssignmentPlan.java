package io.fuota.update;

import java.util.List;

/**
 * What assigning one file to many devices does.
 *
 * @param devices how many
 * @param changed how many of them get another assignment than they have
 * @param offered how many run the version to update from, and will be offered the file at
 * their next check
 * @param waiting how many run another version, or were never seen
 * @param objections how many it shouldn't be made for; then it isn't made at all
 * @param told the first of the objections
 */
public record AssignmentPlan(int devices, int changed, int offered, int waiting, int objections, List<Objection> told) {

	/**
	 * Why a device shouldn't have it.
	 *
	 * @param reason a sentence
	 * @param canBeForced whether an operator may override it
	 */
	public record Objection(String device, String reason, boolean canBeForced) {
	}

}
