-- title = "Reports by language"
-- unit = "reports"
-- counts = "Reported messages by the language that they are written in."
-- source = "Resolution 52, recognizing: regions and languages differ"
-- dimensions = ["language"]
-- caveat = "Told from the text; short texts are often undetermined (und)."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT cell AS language, sum(tally.reports) AS reports, min(first_at) AS came_first, max(last_at) AS came_last,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'language' AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY language HAVING reports > 0 ORDER BY reports DESC, language
