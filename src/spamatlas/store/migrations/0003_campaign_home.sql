-- What a campaign that became part of another one is known as now: read wherever campaigns are added up.
CREATE VIEW campaign_home AS SELECT campaign, known_as FROM campaign_alias FINAL;
