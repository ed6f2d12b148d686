-- More of what a report can be found by: the accounts, pages and files that it names, the domain that signed it, the network
-- or the telephone operator that it came from. What was named stands beside its hash, so that a graph of things can be drawn
-- (docs/decisions/0009), and the projection has the same rows by campaign: what a campaign names stands together.
DROP VIEW IF EXISTS mention_of_incoming;

-- As what a report has a thing, a bit each, so that few columns are read: 1 sender, 2 its host, 4 number, 8 host, 16 domain,
-- 32 page, 64 path, 128 account, 256 file, 512 authenticated domain, 1024 network, 2048 operator.
ALTER TABLE mention
    ADD COLUMN IF NOT EXISTS named String CODEC(ZSTD),
    ADD COLUMN IF NOT EXISTS kinds UInt16,
    ADD COLUMN IF NOT EXISTS operator LowCardinality(String),
    ADD COLUMN IF NOT EXISTS certainty Float32;

TRUNCATE TABLE mention;

ALTER TABLE mention ADD PROJECTION IF NOT EXISTS of_campaign (
    SELECT campaign, key, sequence, named, kinds, operator, certainty, sample, received_at, reporter_key ORDER BY campaign, key
);

-- Reports that are there already, in one order, so that a statement that is run again writes the same blocks again.
INSERT INTO mention (
    key, sequence, named, as_sender, as_sender_host, as_number, as_host, as_domain, as_address, kinds, operator, certainty,
    sample, received_at, channel, reporter_key, campaign
)
SELECT sipHash64(named) AS key, sequence, named,
    named = sender AS as_sender, named = sender_host AS as_sender_host, has(all_numbers, named) AS as_number,
    has(hosts, named) AS as_host, has(domains, named) AS as_domain, named = address AS as_address,
    toUInt16(as_sender + 2 * as_sender_host + 4 * as_number + 8 * as_host + 16 * as_domain + 32 * has(pages, named)
        + 64 * has(paths, named) + 128 * has(accounts, named) + 256 * has(sent_files, named) + 512 * (named = authenticated)
        + 1024 * (named = autonomous) + 2048 * (named = carrier)) AS kinds,
    if(named = autonomous, held_by, '') AS operator, if(named = autonomous, sure, 0) AS certainty,
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
        sample, received_at, channel, reporter_key, campaign
    FROM report
)
ARRAY JOIN arrayDistinct(arrayConcat(
    [sender, sender_host, address, authenticated, autonomous, carrier], all_numbers, hosts, domains, pages, paths, accounts, sent_files
)) AS named
WHERE named NOT IN ('', '::')
ORDER BY sequence, key
SETTINGS insert_deduplication_token = 'migration-7', max_insert_threads = 1, max_threads = 1;

-- `certainty` is that of the network.
CREATE MATERIALIZED VIEW mention_of_incoming TO mention AS
SELECT sipHash64(named) AS key, sequence, named,
    named = sender AS as_sender, named = sender_host AS as_sender_host, has(all_numbers, named) AS as_number,
    has(hosts, named) AS as_host, has(domains, named) AS as_domain, named = address AS as_address,
    toUInt16(as_sender + 2 * as_sender_host + 4 * as_number + 8 * as_host + 16 * as_domain + 32 * has(pages, named)
        + 64 * has(paths, named) + 128 * has(accounts, named) + 256 * has(sent_files, named) + 512 * (named = authenticated)
        + 1024 * (named = autonomous) + 2048 * (named = carrier)) AS kinds,
    if(named = autonomous, held_by, '') AS operator, if(named = autonomous, sure, 0) AS certainty,
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
        sample, received_at, channel, reporter_key, campaign
    FROM incoming
)
ARRAY JOIN arrayDistinct(arrayConcat(
    [sender, sender_host, address, authenticated, autonomous, carrier], all_numbers, hosts, domains, pages, paths, accounts, sent_files
)) AS named
WHERE named NOT IN ('', '::');
