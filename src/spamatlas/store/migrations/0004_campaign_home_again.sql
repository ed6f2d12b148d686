-- A campaign may come to be known as itself again: it is in no other one then.
DROP VIEW IF EXISTS campaign_home;

CREATE VIEW campaign_home AS SELECT campaign, known_as FROM campaign_alias FINAL WHERE known_as != campaign;
