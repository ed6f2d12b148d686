-- The address that a report came from and the gateways and services that it came through are things of the graph too: bits
-- 4096 and 8192 of `kinds`, and beside an address in `operator` the network that it is in. Of reports that are there already
-- the address alone is brought in.
DROP VIEW IF EXISTS mention_of_incoming;

ALTER TABLE mention UPDATE kinds = bitOr(kinds, 4096) WHERE as_address = 1 SETTINGS mutations_sync = 2;

-- `certainty` is that of the address and its network.
CREATE MATERIALIZED VIEW mention_of_incoming TO mention AS
SELECT sipHash64(named) AS key, sequence, named,
    named = sender AS as_sender, named = sender_host AS as_sender_host, has(all_numbers, named) AS as_number,
    has(hosts, named) AS as_host, has(domains, named) AS as_domain, named = address AS as_address,
    toUInt16(as_sender + 2 * as_sender_host + 4 * as_number + 8 * as_host + 16 * as_domain + 32 * has(pages, named)
        + 64 * has(paths, named) + 128 * has(accounts, named) + 256 * has(sent_files, named) + 512 * (named = authenticated)
        + 1024 * (named = autonomous) + 2048 * (named = carrier) + 4096 * (named = address) + 8192 * has(gateways, named)) AS kinds,
    multiIf(named = autonomous, held_by, named = address, trim(concat(autonomous, ' ', held_by)), '') AS operator,
    if(named IN (autonomous, address), sure, 0) AS certainty,
    sample, received_at, channel, reporter_key, campaign
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
        sample, received_at, channel, reporter_key, campaign
    FROM incoming
)
ARRAY JOIN arrayDistinct(arrayConcat(
    [sender, sender_host, address, authenticated, autonomous, carrier], all_numbers, hosts, domains, pages, paths, accounts, sent_files, gateways
)) AS named
WHERE named NOT IN ('', '::');
