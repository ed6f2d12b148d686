-- By which edges of the route graph a report came stands where its campaign's reports stand together: of mail the whole origin is
-- thousands of characters, and of each of a page's twenty reports those of 512 were read. What was filed before says '?': ask its origin.
ALTER TABLE campaign_member ADD COLUMN IF NOT EXISTS edges Array(String) DEFAULT ['?'] CODEC(LZ4);

DROP VIEW IF EXISTS campaign_member_of_incoming;

CREATE MATERIALIZED VIEW campaign_member_of_incoming TO campaign_member AS
SELECT campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, route_class,
    sender, hosts, numbers, destination_operator, marking, edges
FROM incoming;
