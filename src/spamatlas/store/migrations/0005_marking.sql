-- Whose a report is and who may see it, as the number of a marking (docs/decisions/0016): where a report can be read, it
-- stands beside it, so that one condition keeps it from whom it is not for. 0 is the house's GREEN, which is what everything
-- was that was filed before.
ALTER TABLE report ADD COLUMN IF NOT EXISTS marking UInt32 CODEC(LZ4);
ALTER TABLE mention ADD COLUMN IF NOT EXISTS marking UInt32 CODEC(LZ4);
ALTER TABLE campaign_member ADD COLUMN IF NOT EXISTS marking UInt32 CODEC(LZ4);
ALTER TABLE incoming ADD COLUMN IF NOT EXISTS marking UInt32;

-- The views that fill them, as in 0002, with the marking handed on.
DROP VIEW IF EXISTS report_of_incoming;

CREATE MATERIALIZED VIEW report_of_incoming TO report AS
SELECT * EXCEPT (campaign_size, revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, verdict, assignment, edges)
FROM incoming;

DROP VIEW IF EXISTS mention_of_incoming;

CREATE MATERIALIZED VIEW mention_of_incoming TO mention AS
SELECT sipHash64(named) AS key, sequence, named,
    toUInt16((named = sender) + 2 * (named = sender_host) + 4 * has(all_numbers, named) + 8 * has(hosts, named)
        + 16 * has(domains, named) + 32 * has(pages, named) + 64 * has(paths, named) + 128 * has(accounts, named)
        + 256 * has(sent_files, named) + 512 * (named = authenticated) + 1024 * (named = autonomous) + 2048 * (named = carrier)
        + 4096 * (named = address) + 8192 * has(gateways, named)) AS kinds,
    multiIf(named = autonomous, held_by, named = address, trim(concat(autonomous, ' ', held_by)), '') AS operator,
    if(named IN (autonomous, address), sure, 0) AS certainty,
    sample, received_at, channel, reporter_key, campaign, marking
FROM (
    SELECT sequence, sender, toString(sender_host) AS sender_host, hosts, domains, toString(source_address) AS address,
        arrayConcat(numbers, arrayMap(each -> substring(each, 8), arrayFilter(each -> startsWith(each, 'number:'), anchors))) AS all_numbers,
        arrayMap(each -> substring(each, 6), arrayFilter(each -> startsWith(each, 'link:'), anchors)) AS pages,
        arrayFilter(each -> startsWith(each, '~page:'), anchors) AS paths,
        arrayMap(each -> substring(each, 9), arrayFilter(each -> startsWith(each, 'account:'), anchors)) AS accounts,
        arrayMap(each -> substring(each, 6), arrayFilter(each -> startsWith(each, 'file:'), anchors)) AS sent_files,
        toString(authenticated_domain) AS authenticated, if(asn = 0, '', concat('AS', toString(asn))) AS autonomous,
        if(asn = 0, toString(operator), '') AS carrier, toString(operator) AS held_by, certainty AS sure,
        arrayDistinct(arrayFlatten(arrayMap(
            part -> [if(part[1] IN ('gateway', 'service'), part[2], ''), if(part[4] IN ('gateway', 'service'), part[5], '')],
            arrayMap(each -> splitByChar('\t', each), edges)
        ))) AS gateways,
        sample, received_at, channel, reporter_key, campaign, marking
    FROM incoming
)
ARRAY JOIN arrayDistinct(arrayConcat(
    [sender, sender_host, address, authenticated, autonomous, carrier], all_numbers, hosts, domains, pages, paths, accounts, sent_files, gateways
)) AS named
WHERE named NOT IN ('', '::');

DROP VIEW IF EXISTS campaign_member_of_incoming;

CREATE MATERIALIZED VIEW campaign_member_of_incoming TO campaign_member AS
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers, destination_operator, marking
FROM incoming;
