"""Profiles are data: each is whole, names its source, and changes what is ruled."""

import re
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from spamatlas.judge import Profile, profiles
from spamatlas.judge.profile import Consent
from spamatlas.model import Category, Channel

NATIONAL = [name for name in profiles() if name != "neutral"]


def test_there_are_profiles_of_every_region_and_each_kind_of_consent() -> None:
    assert len(NATIONAL) >= 18
    assert {"us", "br", "gb", "de", "ru", "sa", "eg", "za", "ng", "cn", "jp", "in", "au"} <= set(NATIONAL)
    consents = {terms.consent for name in NATIONAL for terms in Profile.load(name).channels.values()}
    assert consents == set(Consent)


@pytest.mark.parametrize("name", profiles())
def test_a_profile_says_what_it_is_and_where_it_stands(name: str) -> None:
    profile = Profile.load(name)
    assert profile.name == name and profile.definition.endswith(".") and profile.version >= 1
    assert profile.sources and all(each.instrument and each.regulator and each.year > 1970 for each in profile.sources)
    assert profile.confidence in "HM", "what must be checked first is not shipped"
    assert str(profile.sources[0].year) in profile.source
    assert 0 < profile.thresholds.suspect < profile.thresholds.spam_when_both <= profile.thresholds.spam < 1
    assert not profile.harmful & profile.exempt_categories, "harm is exempt nowhere"


@pytest.mark.parametrize("name", NATIONAL)
def test_a_national_profile_is_named_after_its_country_and_rules_over_the_neutral_bars(name: str) -> None:
    profile, neutral = Profile.load(name), Profile.load("neutral")
    assert profile.country == name.upper() and profile.channels
    assert profile.thresholds == neutral.thresholds and profile.harmful == neutral.harmful
    assert profile.label == f"{name}/{profile.version}.{neutral.version}"


def test_a_profile_is_found_in_any_case_and_an_unknown_one_is_named() -> None:
    assert Profile.load("US") is Profile.load("us")
    with pytest.raises(ValueError, match="no profile is called 'zz'"):
        Profile.load("zz")
    assert Category.PHISHING in Profile.load("us").harmful


@pytest.mark.parametrize("name", profiles())
def test_addresses_of_sources_are_whole_and_what_has_none_says_so_in_the_file(name: str) -> None:
    written = (files("spamatlas.judge") / "profiles" / f"{name}.toml").read_text("utf-8")
    for source, block in zip(Profile.load(name).sources, written.split("[[sources]]")[1:], strict=True):
        assert bool(source.url) or "# " in block
        assert not source.url or (urlsplit(source.url).scheme == "https" and "." in urlsplit(source.url).netloc)
        assert not source.checked or re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", source.checked)


def test_sales_calls_need_consent_in_france_and_no_prefix_in_brazil_and_japan_has_its_law_on_them() -> None:
    france, brazil, japan = map(Profile.load, ("fr", "br", "jp"))
    assert france.channels[Channel.VOICE].consent is Consent.OPT_IN
    assert "2025-594" in france.source and "Bloctel" not in france.channels[Channel.VOICE].register
    assert "0303" not in brazil.definition and "2025" in brazil.caveat
    assert japan.channels[Channel.VOICE].consent is Consent.OPT_OUT
    assert "17" in japan.source
