package io.fuota.update;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of {@code device_app}. */
interface Assignments extends Repository<Assignment, String> {

	/**
	 * A page of rows in the order of their ids, as SQLite compares them (by UTF-8 bytes).
	 * @param after the last id of the page before; the empty string for the first page
	 */
	@Query("select a from Assignment a where a.deviceId > :after order by a.deviceId")
	List<Assignment> page(String after, Limit limit);

	@Modifying
	@NativeQuery("delete from device_app where device_id = :deviceId")
	int remove(String deviceId);

}
