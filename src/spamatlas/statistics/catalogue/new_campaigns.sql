-- title = "Campaigns seen for the first time"
-- unit = "reports"
-- counts = "Reports of campaigns whose first report came in within the time."
-- source = "Resolution 52, instructs TSB 4: bulk, the second of the two usual terms"
-- dimensions = ["campaign", "category", "ruling"]
-- caveat = "Looked for among the thousand that grew most. Grouped by machine; a campaign that rewords itself thoroughly can look new."
-- parameters = { limit = { type = "UInt32", default = 10 } }
SELECT groupArray(number) AS candidates FROM (
-- leaders: campaign, 0 * limit + 1000
    SELECT if(home.known_as = 0, grown.campaign, home.known_as) AS number, sum(grown.joined) AS joined
    FROM (
        SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
        WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within}
        GROUP BY campaign ORDER BY joined DESC LIMIT 1000
    ) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.campaign
    GROUP BY number ORDER BY joined DESC, number LIMIT 1000
)
-- then
{parts_of_candidates}
-- then
-- Found by short keys and without reporters: most of what grew is old, which one day before the time is enough to tell.
-- stays: old
SELECT groupUniqArray({home}) AS old FROM campaign_day
WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
    AND day < {since:DateTime} AND ({bucket:String} = 'day' OR first_at < {since:DateTime})
-- then
SELECT arrayFilter(each -> NOT has({old:Array(UInt64)}, each), {candidates:Array(UInt64)}) AS candidates,
    arrayConcat([0], arrayFilter((part, home) -> has(candidates, home), {parts:Array(UInt64)}, {homes:Array(UInt64)})) AS parts,
    arrayConcat([0], arrayFilter(home -> has(candidates, home), {homes:Array(UInt64)})) AS homes
-- then
WITH grown AS (
    SELECT {home} AS number, sum(counted.reports) AS reports,
        uniqMerge(counted.reporters) AS reporters, groupUniqArray(channel) AS channels,
        min(first_at) AS first_seen, max(last_at) AS last_seen
    FROM (
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_day
        WHERE {bucket:String} = 'day' AND campaign IN {parts:Array(UInt64)}
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND day < {until:DateTime}
        UNION ALL
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_hour
        WHERE {bucket:String} = 'hour' AND campaign IN {parts:Array(UInt64)}
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND hour < {until:DateTime}
    ) AS counted
    GROUP BY number HAVING reports > 1 ORDER BY reports DESC, number LIMIT {limit:UInt32}
)
SELECT concat('C-', leftPad(lower(hex(grown.number)), 16, '0')) AS campaign, judged.words[3] AS category,
    judged.words[2] AS ruling, judged.words[4] AS lure, arraySort(grown.channels) AS channels, grown.reports AS reports,
    grown.reporters AS reporters, grown.first_seen AS first_seen, grown.last_seen AS last_seen
FROM grown LEFT JOIN {words} AS judged ON judged.campaign = grown.number
ORDER BY reports DESC, campaign
