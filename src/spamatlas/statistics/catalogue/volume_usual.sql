-- title = "Reports over time beside what was usual"
-- unit = "reports"
-- counts = "Messages that people reported, each report once, beside the mean, the least and the most of the same hour or weekday in up to four weeks before."
-- source = "Resolution 52, instructs TSB 4: volume of spam"
-- dimensions = ["time"]
-- caveat = "Nothing is called usual where there is no week before, or where too few people reported in one of them. The newest hour or day is not over yet."
-- parameters = { channel = { type = "String", default = "" }, category = { type = "String", default = "" }, country = { type = "String", default = "" } }
-- slices = ["channel", "category", "country"]
SELECT min(at) AS earliest FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'all' AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
    AND at >= {since:DateTime} - INTERVAL 4 WEEK
-- then
SELECT time, reports, reporters, weeks, if(weeks = 0, 0, round(arrayAvg(past), 1)) AS usual,
    if(weeks = 0, 0, arrayMin(past)) AS least, if(weeks = 0, 0, arrayMax(past)) AS most
FROM (
    SELECT *, arraySlice(weekly, 1, weeks) AS past FROM (
        SELECT at + toIntervalWeek(ago) AS time, sumIf(counted, ago = 0) AS reports,
            toUInt64(greatest(0, toInt64(sumIf(who, ago = 0)) - toInt64(sumIf(gone, ago = 0)))) AS reporters,
            [sumIf(counted, ago = 1), sumIf(counted, ago = 2), sumIf(counted, ago = 3), sumIf(counted, ago = 4)] AS weekly,
            [sumIf(who, ago = 1), sumIf(who, ago = 2), sumIf(who, ago = 3), sumIf(who, ago = 4)] AS people,
            if(arrayExists((n, them) -> n > 0 AND them < {min_reporters:UInt32}, weekly, people), 0,
                arrayCount(each -> time - toIntervalWeek(each) >= {earliest:DateTime}, [1, 2, 3, 4])) AS weeks
        FROM (
            -- Each hour or day is added up once, then stands beside those of later weeks.
            SELECT at, sum(tally.reports) AS counted, uniqHLL12Merge(tally.reporters) AS who, sum(tally.withdrawn) AS gone FROM tally
            WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
                AND dimension = multiIf({category:String} != '', 'category', {country:String} != '', 'country', 'all')
                AND ({category:String} = '' OR startsWith(cell, concat({category:String}, '\t'))) AND ({country:String} = '' OR cell = {country:String})
                AND ({channel:String} = '' OR channel = {channel:String})
                AND at >= {since:DateTime} - INTERVAL 4 WEEK AND at < {until:DateTime}
                AND arrayExists(ago -> at + toIntervalWeek(ago) >= {since:DateTime} AND at + toIntervalWeek(ago) < {until:DateTime}, [0, 1, 2, 3, 4])
            GROUP BY at
        ) ARRAY JOIN [0, 1, 2, 3, 4] AS ago
        WHERE time >= {since:DateTime} AND time < least({until:DateTime}, {now:DateTime})
        GROUP BY time
    )
) ORDER BY time
