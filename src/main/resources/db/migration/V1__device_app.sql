-- docker-fuota-server's table: where its database is taken over, the table is there already and keeps its rows.
create table if not exists device_app (
    device_id text primary key,
    app_ver text,
    update_file_path text
);
