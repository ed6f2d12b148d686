"""Profiles are data: each is whole, names its source, and changes what is ruled."""

import pytest

from spamatlas.judge import Profile, profiles
from spamatlas.judge.profile import Consent
from spamatlas.model import Category

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
    assert profile.sources and all(each.instrument and each.regulator and each.year > 1980 for each in profile.sources)
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
