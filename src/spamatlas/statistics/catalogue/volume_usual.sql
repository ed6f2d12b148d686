-- title = "Reports over time beside what was usual"
-- unit = "reports"
-- counts = "Messages that people reported, each report once, beside the mean, the least and the most of the same hour or weekday in up to four weeks before."
-- source = "Resolution 52, instructs TSB 4: volume of spam"
-- dimensions = ["time"]
-- caveat = "Nothing is called usual where there is no week before, or where too few people reported in one of them. The newest hour or day is not over yet."
-- parameters = { channel = { type = "String", default = "" }, category = { type = "String", default = "" }, country = { type = "String", default = "" } }
-- slices = ["channel", "category", "country"]
SELECT time, reports, reporters, weeks, if(weeks = 0, 0, round(arrayAvg(past), 1)) AS usual,
    if(weeks = 0, 0, arrayMin(past)) AS least, if(weeks = 0, 0, arrayMax(past)) AS most
FROM (
    SELECT *, arraySlice(weekly, 1, weeks) AS past FROM (
        SELECT at + toIntervalWeek(ago) AS time, sumIf(tally.reports, ago = 0) AS reports,
            toUInt64(greatest(0, toInt64(uniqHLL12MergeIf(tally.reporters, ago = 0)) - toInt64(sumIf(tally.withdrawn, ago = 0)))) AS reporters,
            [sumIf(tally.reports, ago = 1), sumIf(tally.reports, ago = 2), sumIf(tally.reports, ago = 3), sumIf(tally.reports, ago = 4)] AS weekly,
            [uniqHLL12MergeIf(tally.reporters, ago = 1), uniqHLL12MergeIf(tally.reporters, ago = 2), uniqHLL12MergeIf(tally.reporters, ago = 3), uniqHLL12MergeIf(tally.reporters, ago = 4)] AS people,
            if(arrayExists((n, who) -> n > 0 AND who < {min_reporters:UInt32}, weekly, people), 0, arrayCount(each -> time - toIntervalWeek(each) >= (
                SELECT min(at) FROM tally
                WHERE sample = {sample:UInt8} AND dimension = 'all' AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
                    AND at >= {since:DateTime} - INTERVAL 4 WEEK
            ), [1, 2, 3, 4])) AS weeks
        FROM tally ARRAY JOIN [0, 1, 2, 3, 4] AS ago
        WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
            AND dimension = multiIf({category:String} != '', 'category', {country:String} != '', 'country', 'all')
            AND ({category:String} = '' OR startsWith(cell, concat({category:String}, '\t'))) AND ({country:String} = '' OR cell = {country:String})
            AND ({channel:String} = '' OR channel = {channel:String})
            AND at >= {since:DateTime} - INTERVAL 4 WEEK AND at < {until:DateTime}
            AND at + toIntervalWeek(ago) >= {since:DateTime} AND at + toIntervalWeek(ago) < least({until:DateTime}, {now:DateTime})
        GROUP BY time
    )
) ORDER BY time
