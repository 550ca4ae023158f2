-- What was found inside a firmware file's bytes. All null: nobody has looked yet.
alter table firmware_file add column inspection text;
alter table firmware_file add column image_format text;
alter table firmware_file add column image_hardware text;
alter table firmware_file add column image_project text;
alter table firmware_file add column image_version text;
alter table firmware_file add column image_build_id text;
alter table firmware_file add column image_secure_version integer;
-- One signature a line: its kind, a space, what names its key in hex.
alter table firmware_file add column image_signatures text;
-- One detail a line: its name, a colon, a space, its text. Of a broken image: the check, the place and the two values.
alter table firmware_file add column image_details text;
-- 1: let in although broken, since an admin said so.
alter table firmware_file add column forced integer not null default 0;
