-- What Mongoose OS devices get that nothing is assigned to: the first rule that fits.
create table mongoose_rule (
    position integer not null primary key,
    platform text not null,
    versions text not null,
    target text not null
);

-- Applications whose devices get the newest bundle of theirs where no rule fits.
create table mongoose_newest (
    application text not null primary key
) without rowid;
