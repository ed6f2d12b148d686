-- What a campaign is shown as is what most of its reporters filed, which the writer counts: its newest member says it, in
-- `campaign_verdict`. A batch that was made ready before has none, and its members speak for themselves.
ALTER TABLE incoming ADD COLUMN IF NOT EXISTS campaign_verdict String;

DROP VIEW IF EXISTS report_of_incoming;

CREATE MATERIALIZED VIEW report_of_incoming TO report AS
SELECT * EXCEPT (campaign_size, campaign_verdict, revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, verdict, assignment, edges)
FROM incoming;

DROP VIEW IF EXISTS campaign_day_of_incoming;

CREATE MATERIALIZED VIEW campaign_day_of_incoming TO campaign_day AS
SELECT
    campaign, sample, measuring_point, toStartOfDay(received_at) AS day, channel,
    count() AS reports, sum(incoming.volume) AS volume, min(received_at) AS first_at, max(received_at) AS last_at,
    uniqState(reporter_key) AS reporters,
    argMaxState(
        if(campaign_verdict != '', campaign_verdict,
            concat(toString(incoming.spam), '\t', ruling, '\t', category, '\t', lure, '\t', call_to_action)),
        revision * 281474976710656 + sequence
    ) AS verdict,
    groupUniqArray(8)(toString(language)) AS languages,
    groupUniqArrayIf(8)(toString(country), country != '') AS countries,
    groupUniqArrayIf(8)(toString(route_class), route_class != 'unknown') AS route_classes,
    groupUniqArrayArray(8)(incoming.domains) AS domains
FROM incoming
GROUP BY campaign, sample, measuring_point, day, channel;
