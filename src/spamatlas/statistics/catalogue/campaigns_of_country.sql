-- title = "Campaigns that came from a country"
-- unit = "reports"
-- counts = "Reports of each campaign, from wherever, of which at least one report came from the country."
-- source = "Resolution 52, instructs TSB 4: bulk, the second of the two usual terms"
-- dimensions = ["campaign", "category", "ruling"]
-- caveat = "Looked for among the thousand that grew most. Where the sending network or number is registered, not where the sender sits."
-- parameters = { country = { type = "String", default = "" }, limit = { type = "UInt32", default = 10 } }
SELECT groupArray(number) AS candidates FROM (
    SELECT if(home.known_as = 0, grown.campaign, home.known_as) AS number, sum(grown.joined) AS joined
    FROM (
        SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
        WHERE sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND {within}
        GROUP BY campaign ORDER BY joined DESC LIMIT 1000
    ) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.campaign
    WHERE number IN (
        SELECT campaign FROM campaign_day WHERE has(countries, {country:String})
    ) GROUP BY number ORDER BY joined DESC, number LIMIT 1000
)
-- then
{parts_of_candidates}
-- then
WITH grown AS (
    SELECT {home} AS number,
        sumIf(campaign_hour.reports, hour >= {since:DateTime}) AS reports, uniqMergeIf(campaign_hour.reporters, hour >= {since:DateTime}) AS reporters,
        minIf(first_at, hour >= {since:DateTime}) AS came_first, groupUniqArrayIf(channel, hour >= {since:DateTime}) AS channels, min(first_at) AS first_seen, max(last_at) AS last_seen
    FROM campaign_hour
    WHERE campaign IN {parts:Array(UInt64)}
        AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND hour < {until:DateTime}
    GROUP BY number HAVING reports > 1 ORDER BY reports DESC, number LIMIT {limit:UInt32}
)
SELECT concat('C-', leftPad(lower(hex(grown.number)), 16, '0')) AS campaign, judged.words[3] AS category,
    judged.words[2] AS ruling, judged.words[4] AS lure, arraySort(grown.channels) AS channels, grown.reports AS reports,
    grown.reporters AS reporters, grown.first_seen AS first_seen, grown.last_seen AS last_seen,
    grown.came_first AS came_first, grown.last_seen AS came_last
FROM grown LEFT JOIN {words} AS judged ON judged.campaign = grown.number
ORDER BY reports DESC, campaign
