-- An AI pipeline is written as text and as a slug: "Text to image" and text-to-image are the same.
create macro pipeline_slug(pipeline) as
    replace(lower(trim(pipeline)), ' ', '-');

-- Numbers by region, as the Explorer writes them: {"FRA": 98.5, "MDW": null}. NULL where there is none.
create macro by_region(measures) as
    try_cast(try_cast(measures as json) as map(varchar, double));

-- What the Explorer and the leaderboards state in parts per billion.
create macro share_of_ppb(ppb) as
    cast(ppb as decimal(18, 0)) * 0.000000001::decimal(9, 9);

-- Seconds of Unix time as a timestamp of UTC.
create macro utc_of(unix_seconds) as
    make_timestamp(cast(unix_seconds as bigint) * 1000000);
