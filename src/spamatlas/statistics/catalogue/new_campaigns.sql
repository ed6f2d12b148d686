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
) AS parts, grown AS (
    SELECT if(alias.known_as = 0, campaign_hour.campaign, alias.known_as) AS number,
        sumIf(campaign_hour.reports, hour >= {since:DateTime}) AS reports, uniqMergeIf(campaign_hour.reporters, hour >= {since:DateTime}) AS reporters,
        groupUniqArrayIf(channel, hour >= {since:DateTime}) AS channels, min(first_at) AS first_seen, max(last_at) AS last_seen
    FROM campaign_hour LEFT JOIN (SELECT campaign, known_as FROM campaign_alias FINAL) AS alias
        ON alias.campaign = campaign_hour.campaign
    WHERE campaign_hour.campaign IN (SELECT arrayJoin(parts))
        AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND hour < {until:DateTime}
    GROUP BY number HAVING reports > 1 AND min(first_at) >= {since:DateTime} ORDER BY reports DESC, number LIMIT {limit:UInt32}
)
SELECT concat('C-', leftPad(lower(hex(grown.number)), 16, '0')) AS campaign, judged.words[3] AS category,
    judged.words[2] AS ruling, judged.words[4] AS lure, arraySort(grown.channels) AS channels, grown.reports AS reports,
    grown.reporters AS reporters, grown.first_seen AS first_seen, grown.last_seen AS last_seen
FROM grown LEFT JOIN (
    SELECT campaign, splitByChar('\t', argMaxMerge(verdict)) AS words
    FROM campaign_day WHERE campaign IN (SELECT arrayJoin(candidates)) GROUP BY campaign
) AS judged ON judged.campaign = grown.number
ORDER BY reports DESC, campaign
