-- title = "Campaigns seen for the first time"
-- unit = "reports"
-- counts = "Reports of campaigns whose first report came in within the time."
-- source = "Resolution 52, instructs TSB 4: bulk, the second of the two usual terms"
-- dimensions = ["campaign", "category", "ruling"]
-- caveat = "Looked for among the thousand that grew most. Grouped by machine; a campaign that rewords itself thoroughly can look new."
-- parameters = { limit = { type = "UInt32", default = 10 } }
WITH (
    SELECT groupArray(number) FROM (
        SELECT if(alias.known_as = 0, grown.campaign, alias.known_as) AS number, sum(grown.joined) AS joined
        FROM (
            SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
            WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND grain = {bucket:String}
                AND at >= {since:DateTime} AND at < {until:DateTime}
            GROUP BY campaign ORDER BY joined DESC LIMIT 1000
        ) AS grown LEFT JOIN (SELECT campaign, known_as FROM campaign_alias FINAL) AS alias ON alias.campaign = grown.campaign
        GROUP BY number ORDER BY joined DESC, number LIMIT 1000
    )
) AS candidates, (
    SELECT arrayConcat(candidates, groupArray(campaign)) FROM campaign_alias FINAL WHERE has(candidates, known_as)
) AS parts, (
    -- Found by the day and without reporters: most of what grew is old, and its thousand hours are many to read.
    SELECT groupArray(number) FROM (
        SELECT if(alias.known_as = 0, campaign_day.campaign, alias.known_as) AS number
        FROM campaign_day LEFT JOIN (SELECT campaign, known_as FROM campaign_alias FINAL) AS alias
            ON alias.campaign = campaign_day.campaign
        WHERE campaign_day.campaign IN (SELECT arrayJoin(parts))
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND day < {until:DateTime}
        GROUP BY number HAVING min(first_at) >= {since:DateTime}
    )
) AS fresh, (
    SELECT arrayConcat(fresh, groupArray(campaign)) FROM campaign_alias FINAL WHERE has(fresh, known_as)
) AS fresh_parts, grown AS (
    SELECT if(alias.known_as = 0, counted.campaign, alias.known_as) AS number, sum(counted.reports) AS reports,
        uniqMerge(counted.reporters) AS reporters, groupUniqArray(channel) AS channels,
        min(first_at) AS first_seen, max(last_at) AS last_seen
    FROM (
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_day
        WHERE {bucket:String} = 'day' AND campaign IN (SELECT arrayJoin(fresh_parts))
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND day < {until:DateTime}
        UNION ALL
        SELECT campaign, channel, reports, reporters, first_at, last_at FROM campaign_hour
        WHERE {bucket:String} = 'hour' AND campaign IN (SELECT arrayJoin(fresh_parts))
            AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND hour < {until:DateTime}
    ) AS counted LEFT JOIN (SELECT campaign, known_as FROM campaign_alias FINAL) AS alias ON alias.campaign = counted.campaign
    GROUP BY number HAVING reports > 1 ORDER BY reports DESC, number LIMIT {limit:UInt32}
)
SELECT concat('C-', leftPad(lower(hex(grown.number)), 16, '0')) AS campaign, judged.words[3] AS category,
    judged.words[2] AS ruling, judged.words[4] AS lure, arraySort(grown.channels) AS channels, grown.reports AS reports,
    grown.reporters AS reporters, grown.first_seen AS first_seen, grown.last_seen AS last_seen
FROM grown LEFT JOIN (
    SELECT campaign, splitByChar('\t', argMaxMerge(verdict)) AS words
    FROM campaign_day WHERE campaign IN (SELECT arrayJoin(fresh)) GROUP BY campaign
) AS judged ON judged.campaign = grown.number
ORDER BY reports DESC, campaign
