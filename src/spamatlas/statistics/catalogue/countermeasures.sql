-- title = "Countermeasures, and how reports went on"
-- unit = "countermeasures"
-- counts = "Countermeasures that people noted against campaigns and that were taken within the time, by kind."
-- source = "Resolution 52, instructs TSB 4: countermeasures and how effective they are"
-- dimensions = ["kind"]
-- caveat = "The ratio compares reports a day in up to seven whole days after and before, where there were ten reports or more before. Campaigns fade by themselves: it is no effect, which a campaign's own page weighs. Kinds noted against fewer than three campaigns are not published."
SELECT groupUniqArray(number) AS candidates FROM (
    SELECT if(home.known_as = 0, noted.campaign, home.known_as) AS number
    FROM (
        SELECT campaign FROM countermeasure FINAL
        WHERE is_undone = 0 AND taken_on >= toDate({since:DateTime}) AND toDateTime(taken_on, 'UTC') < {until:DateTime}
    ) AS noted LEFT JOIN campaign_home AS home ON home.campaign = noted.campaign
)
-- then
{parts_of_candidates}
-- then
WITH course AS (
    SELECT number, min(date) AS first, groupArray((date, reports)) AS days, uniqMergeState(people) AS people
    FROM (
        SELECT {home} AS number, toDate(counted.day) AS date, sum(counted.reports) AS reports, uniqMergeState(counted.reporters) AS people
        FROM campaign_day AS counted
        WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8} AND measuring_point = {measuring_point:String}
        GROUP BY number, date
    )
    GROUP BY number
), noted AS (
    SELECT {home} AS number, kind, taken_on, if(effective_on = toDate(0), taken_on, effective_on) AS since_day
    FROM countermeasure FINAL
    WHERE is_undone = 0 AND taken_on >= toDate({since:DateTime}) AND toDateTime(taken_on, 'UTC') < {until:DateTime}
), weighed AS (
    SELECT noted.number AS number, noted.kind AS kind, noted.taken_on - course.first AS age, course.people AS people,
        least(7, noted.since_day - course.first) AS days_before, least(7, toDate({now:DateTime}) - noted.since_day - 1) AS days_after,
        arraySum(arrayMap(each -> if(each.1 >= noted.since_day - days_before AND each.1 < noted.since_day, each.2, 0), course.days)) AS before,
        arraySum(arrayMap(each -> if(each.1 > noted.since_day AND each.1 <= noted.since_day + days_after, each.2, 0), course.days)) AS after,
        days_before >= 3 AND days_after >= 3 AND before >= 10 AS is_measured
    FROM noted INNER JOIN course ON course.number = noted.number
)
SELECT toString(kind) AS kind, countermeasures, campaigns,
    round((ages[intDiv(countermeasures + 1, 2)] + ages[intDiv(countermeasures, 2) + 1]) / 2, 1) AS median_days_to_act, measured,
    if(measured = 0, NULL, round((ratios[intDiv(measured + 1, 2)] + ratios[intDiv(measured, 2) + 1]) / 2, 2)) AS median_ratio,
    if({min_reporters:UInt32} > 0 AND campaigns < 3, 0, people) AS reporters
FROM (
    SELECT kind, count() AS countermeasures, uniqExact(number) AS campaigns, countIf(is_measured) AS measured,
        arraySort(groupArray(age)) AS ages, uniqMerge(weighed.people) AS people,
        arraySort(groupArrayIf((after + 0.5) / days_after / ((before + 0.5) / days_before), is_measured)) AS ratios
    FROM weighed GROUP BY kind
)
ORDER BY countermeasures DESC, kind
