-- RIOT nodes that were notified, until their end is known: whom to ask which slot it runs, and which one it ran before.
create table suit_node (
    device_id text not null primary key,
    url text not null,
    manifest text not null,
    sha256 text not null,
    slot text
);
