-- What a campaign that became part of another one is known as now: read wherever campaigns are added up. One that came to be
-- known as itself again is in no other.
CREATE VIEW campaign_home AS SELECT campaign, known_as FROM campaign_alias FINAL WHERE known_as != campaign;
