-- More of what a report can be found by: the accounts, pages and files that it names, the domain that signed it, the network
-- or the telephone operator that it came from. What was named stands beside its hash, so that a graph of things can be drawn
-- (docs/decisions/0009), and the projection has the same rows by campaign: what a campaign names stands together.
DROP VIEW IF EXISTS mention_of_incoming;

ALTER TABLE mention
    ADD COLUMN IF NOT EXISTS named String CODEC(ZSTD),
    ADD COLUMN IF NOT EXISTS as_page UInt8,
    ADD COLUMN IF NOT EXISTS as_path UInt8,
    ADD COLUMN IF NOT EXISTS as_account UInt8,
    ADD COLUMN IF NOT EXISTS as_file UInt8,
    ADD COLUMN IF NOT EXISTS as_authenticated UInt8,
    ADD COLUMN IF NOT EXISTS as_network UInt8,
    ADD COLUMN IF NOT EXISTS as_operator UInt8,
    ADD COLUMN IF NOT EXISTS operator LowCardinality(String),
    ADD COLUMN IF NOT EXISTS certainty Float32;

TRUNCATE TABLE mention;

ALTER TABLE mention ADD PROJECTION IF NOT EXISTS of_campaign (SELECT * ORDER BY campaign, key);

-- Reports that are there already, in one order, so that a statement that is run again writes the same blocks again.
INSERT INTO mention (
    key, sequence, named, as_sender, as_sender_host, as_number, as_host, as_domain, as_address, as_page, as_path, as_account,
    as_file, as_authenticated, as_network, as_operator, operator, certainty, sample, received_at, channel, reporter_key, campaign
)
SELECT sipHash64(named) AS key, sequence, named,
    named = sender AS as_sender, named = sender_host AS as_sender_host, has(all_numbers, named) AS as_number,
    has(hosts, named) AS as_host, has(domains, named) AS as_domain, named = address AS as_address,
    has(pages, named) AS as_page, has(paths, named) AS as_path, has(accounts, named) AS as_account, has(sent_files, named) AS as_file,
    named = authenticated AS as_authenticated, named = autonomous AS as_network, named = carrier AS as_operator,
    if(as_network, held_by, '') AS operator, if(as_network, sure, 0) AS certainty,
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
    has(pages, named) AS as_page, has(paths, named) AS as_path, has(accounts, named) AS as_account, has(sent_files, named) AS as_file,
    named = authenticated AS as_authenticated, named = autonomous AS as_network, named = carrier AS as_operator,
    if(as_network, held_by, '') AS operator, if(as_network, sure, 0) AS certainty,
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
