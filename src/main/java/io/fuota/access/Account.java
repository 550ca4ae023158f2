package io.fuota.access;

import java.util.Set;

/** Somebody who has shown a right password. */
public record Account(String username, Set<Role> roles) {

	public Account {
		roles = Set.copyOf(roles);
	}

}
