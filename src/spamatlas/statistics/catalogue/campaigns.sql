-- title = "Largest campaigns, and how they grow"
-- unit = "reports"
-- counts = "Reports of each campaign within the time, in its last 24 hours, and in the 24 hours before those."
-- source = "Resolution 52, instructs TSB 4: bulk, the second of the two usual terms"
-- dimensions = ["campaign", "category", "ruling"]
-- caveat = "Grouped by machine; whole hours are counted. A campaign's verdict is that of its newest judgement."
-- parameters = { limit = { type = "UInt32", default = 20 } }
SELECT groupArray(number) AS candidates FROM (
-- leaders: campaign, 1 * limit + 10
    SELECT if(home.known_as = 0, grown.campaign, home.known_as) AS number, sum(grown.joined) AS joined
    FROM (
        SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
        WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within}
        GROUP BY campaign ORDER BY joined DESC LIMIT 10000
    ) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.campaign
    -- The reports that opened campaigns are not counted here, so some more are looked at than are shown.
    GROUP BY number ORDER BY joined DESC, number LIMIT {limit:UInt32} + 10
)
-- then
{parts_of_candidates}
-- then
WITH grown AS (
    SELECT {home} AS number, sum(counted.reports) AS reports,
        uniqMerge(counted.reporters) AS reporters, groupUniqArray(channel) AS channels,
        min(first_at) AS first_seen, max(last_at) AS last_seen
    FROM (
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_day
        WHERE {bucket:String} = 'day' AND campaign IN {parts:Array(UInt64)}
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
            AND day >= {since:DateTime} AND day < {until:DateTime}
        UNION ALL
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_hour
        WHERE {bucket:String} = 'hour' AND campaign IN {parts:Array(UInt64)}
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
            AND hour >= {since:DateTime} AND hour < {until:DateTime}
    ) AS counted
    GROUP BY number HAVING reports > 1 ORDER BY reports DESC, number LIMIT {limit:UInt32}
), recent AS (
    SELECT {home} AS number,
        sumIf(campaign_hour.reports, hour >= least({until:DateTime}, {now:DateTime}) - INTERVAL 24 HOUR) AS last_day,
        sum(campaign_hour.reports) - last_day AS day_before,
        minIf(hour, hour >= least({until:DateTime}, {now:DateTime}) - INTERVAL 24 HOUR) AS last_day_first,
        max(hour) AS last_day_last, min(hour) AS day_before_first,
        maxIf(hour, hour < least({until:DateTime}, {now:DateTime}) - INTERVAL 24 HOUR) AS day_before_last
    FROM campaign_hour
    WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
        AND hour >= least({until:DateTime}, {now:DateTime}) - INTERVAL 48 HOUR AND hour < {until:DateTime}
    GROUP BY number
)
SELECT concat('C-', leftPad(lower(hex(grown.number)), 16, '0')) AS campaign, judged.words[3] AS category,
    judged.words[2] AS ruling, judged.words[4] AS lure, arraySort(grown.channels) AS channels, grown.reports AS reports,
    grown.reporters AS reporters, recent.last_day AS last_day, recent.day_before AS day_before,
    grown.first_seen AS first_seen, grown.last_seen AS last_seen, recent.last_day_first AS last_day_first,
    recent.last_day_last AS last_day_last, recent.day_before_first AS day_before_first, recent.day_before_last AS day_before_last
FROM grown LEFT JOIN recent ON recent.number = grown.number LEFT JOIN {words} AS judged ON judged.campaign = grown.number
ORDER BY reports DESC, campaign
