-- A search for a domain is answered from few granules, as one for a host is: 3 million reports took 0.6 s without,
-- 0.02 s with it (2 cores, November 2026).
ALTER TABLE report ADD INDEX IF NOT EXISTS domains_index domains TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE report MATERIALIZE INDEX domains_index;
