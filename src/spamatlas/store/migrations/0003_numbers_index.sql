-- Who asks about a telephone number is answered from few granules: 6 million reports took 0.3 s without, 0.01 s with it
-- (2 cores, November 2026).
ALTER TABLE report ADD INDEX IF NOT EXISTS numbers_index numbers TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE report MATERIALIZE INDEX numbers_index;
