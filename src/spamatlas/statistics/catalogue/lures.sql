-- title = "Reports by lure and by what the message wants"
-- unit = "reports"
-- counts = "Reported messages by the story that they tell and what they want people to do."
-- source = "Resolution 52, instructs TSB 4: features of spam"
-- dimensions = ["lure", "call_to_action"]
-- caveat = "A judgement, not a fact; corrected ones can make `reporters` too small, never too large."
-- parameters = { channel = { type = "String", default = "" } }
-- slices = ["channel"]
SELECT splitByChar('\t', cell)[1] AS lure, splitByChar('\t', cell)[2] AS call_to_action, sum(tally.reports) AS reports,
    min(first_at) AS came_first, max(last_at) AS came_last,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters
FROM tally
WHERE sample = {sample:UInt8} AND dimension = 'lure' AND measuring_point = {measuring_point:String}
    AND {within} AND ({channel:String} = '' OR channel = {channel:String})
GROUP BY lure, call_to_action HAVING reports > 0 ORDER BY reports DESC, lure, call_to_action
