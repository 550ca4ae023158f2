-- When the answer to a .fmu device last changed other than by a new file (milliseconds since 1970-01-01T00:00:00Z): a
-- device in the midst of a transfer, of which nothing else is known, may then have begun with other bytes. Triggers,
-- so that whoever changes a row notes it, in the same transaction.
create table fmu_answer_change (
    changed_at_ms integer not null
);

insert into fmu_answer_change (changed_at_ms) values (0);

create trigger fmu_file_deleted after delete on firmware_file
when old.name like '%.fmu'
  or exists (select 1 from device_app where device_id like 'fmu:%' and update_file_path = old.name)
begin
    update fmu_answer_change set changed_at_ms = cast((julianday('now') - 2440587.5) * 86400000 as integer);
end;

create trigger fmu_file_replaced after update of sha256 on firmware_file
when old.sha256 <> new.sha256 and (old.name like '%.fmu'
  or exists (select 1 from device_app where device_id like 'fmu:%' and update_file_path = old.name))
begin
    update fmu_answer_change set changed_at_ms = cast((julianday('now') - 2440587.5) * 86400000 as integer);
end;

create trigger fmu_assigned after insert on device_app when new.device_id like 'fmu:%'
begin
    update fmu_answer_change set changed_at_ms = cast((julianday('now') - 2440587.5) * 86400000 as integer);
end;

create trigger fmu_assigned_anew after update on device_app when new.device_id like 'fmu:%'
begin
    update fmu_answer_change set changed_at_ms = cast((julianday('now') - 2440587.5) * 86400000 as integer);
end;

create trigger fmu_unassigned after delete on device_app when old.device_id like 'fmu:%'
begin
    update fmu_answer_change set changed_at_ms = cast((julianday('now') - 2440587.5) * 86400000 as integer);
end;

-- Pre-shared keys for DTLS: AES-256-GCM with the key in the data folder's file coap-psk-key, which is in no database.
create table coap_psk (
    identity text not null primary key,
    sealed blob not null,
    created_at_ms integer not null
);
