"""Lists of posts: splitting, synonyms, contexts, canonical titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentpool.posts.titles import (
    OwnTitles,
    PostTitle,
    canonical_title,
    party_form_of,
    read_posts,
    team_order,
)
from talentpool.vocabulary import Body, PartyForm, PostClass, UnitType

VILLAGE, COMMUNITY = UnitType.VILLAGE, UnitType.COMMUNITY
GENERAL, BRANCH, COMMITTEE = PartyForm.GENERAL_BRANCH, PartyForm.BRANCH, PartyForm.COMMITTEE

CANONICAL = [
    post_class
    for post_class in PostClass
    if post_class.body is not Body.OTHER or post_class is PostClass.GROUP_LEADER
]


def titles(
    text: str, *, form: PartyForm | None = GENERAL, unit: UnitType = VILLAGE, context: Body | None = None
) -> list[str]:
    return [post.title for post in read_posts(text, unit_type=unit, party_form=form, context=context)]


def only(
    text: str, *, form: PartyForm | None = GENERAL, unit: UnitType = VILLAGE, context: Body | None = None
) -> PostTitle:
    (post,) = read_posts(text, unit_type=unit, party_form=form, context=context)
    return post


@given(
    st.lists(st.sampled_from(CANONICAL), min_size=1, max_size=5, unique=True),
    st.sampled_from(["、", ",", "，", ";", "；", "/", "／", "兼", "\n", "和", " ", "、 ", ""]),
    st.sampled_from([VILLAGE, COMMUNITY]),
    st.sampled_from([GENERAL, BRANCH, COMMITTEE]),
    st.sampled_from(["", "双河", "长坪", "和苑", "党家", "青禾镇银杏"]),
)
def test_a_list_of_posts_is_read_back_through_every_separator(
    held: list[PostClass], separator: str, unit: UnitType, form: PartyForm, name: str
) -> None:
    place = name and name + unit.label
    written = [canonical_title(post_class, unit, form) for post_class in held]
    if separator == "":
        written = written[:2]
    text = separator.join(place + title for title in written)
    posts = read_posts(text, unit_type=unit, party_form=form)
    assert [post.post_class for post in posts] == held[: len(written)]
    assert all(post.known and post.body is post.post_class.body for post in posts)
    assert [post.title for post in posts if post.body is not Body.OTHER] == [
        title for title, post_class in zip(written, held, strict=False) if post_class.body is not Body.OTHER
    ]


@given(st.text(max_size=30))
def test_any_text_gives_posts_with_titles(text: str) -> None:
    for post in read_posts(text, unit_type=VILLAGE, party_form=None):
        assert post.title
        assert post.known or (post.post_class is PostClass.OTHER and post.body is Body.OTHER)


@pytest.mark.parametrize(
    "text",
    [
        "一肩挑",
        "一肩挑,书记,主任",
        "“一肩挑”",
        "书记(一肩挑)",
        "书记、主任（一肩挑）",
        "一肩挑（书记、主任）",
        "主任,书记,一肩挑",
        "书记主任一肩挑",
    ],
)
def test_dual_head_means_secretary_and_director_once(text: str) -> None:
    assert titles(text, unit=COMMUNITY, form=COMMITTEE) == ["党委书记", "居委会主任"]


def test_dual_head_keeps_the_other_posts_behind() -> None:
    assert titles("网格员,一肩挑") == ["党总支书记", "村委会主任", "网格员"]


@pytest.mark.parametrize(
    ("text", "title", "post_class"),
    [
        ("党总支书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("总支书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("支部书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("村书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("村支书", "党总支书记", PostClass.PARTY_SECRETARY),
        ("党组织书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("双河村党总支书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("青禾镇双河村党总支书记", "党总支书记", PostClass.PARTY_SECRETARY),
        ("副书记", "党总支副书记", PostClass.PARTY_DEPUTY_SECRETARY),
        ("党总支副书记", "党总支副书记", PostClass.PARTY_DEPUTY_SECRETARY),
        ("党总支专职副书记", "党总支专职副书记", PostClass.PARTY_DEPUTY_SECRETARY),
        ("党总支委员", "党总支委员", PostClass.PARTY_MEMBER),
        ("支委", "党总支委员", PostClass.PARTY_MEMBER),
        ("组织委员", "组织委员", PostClass.PARTY_MEMBER),
        ("双河村党总支组织委员", "党总支组织委员", PostClass.PARTY_MEMBER),
        ("村委会主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("村民委员会主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("村(居)委会主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("双河村委会主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("村主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        ("副主任", "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR),
        ("村委会副主任(主持工作)", "村委会副主任(主持工作)", PostClass.COMMITTEE_DEPUTY_DIRECTOR),
        ("村委会副主任(兼)", "村委会副主任", PostClass.COMMITTEE_DEPUTY_DIRECTOR),
        ("村委会委员", "村委会委员", PostClass.COMMITTEE_MEMBER),
        ("村委委员", "村委会委员", PostClass.COMMITTEE_MEMBER),
        ("村委", "村委会委员", PostClass.COMMITTEE_MEMBER),
        ("村务监督委员会主任", "村务监督委员会主任", PostClass.SUPERVISION_HEAD),
        ("监委会主任", "村务监督委员会主任", PostClass.SUPERVISION_HEAD),
        ("监督委员会主任", "村务监督委员会主任", PostClass.SUPERVISION_HEAD),
        ("村监委主任", "村务监督委员会主任", PostClass.SUPERVISION_HEAD),
        ("双河村村务监督委员会委员", "村务监督委员会委员", PostClass.SUPERVISION_MEMBER),
        ("村监委会委员", "村务监督委员会委员", PostClass.SUPERVISION_MEMBER),
        ("文书", "文书", PostClass.ACCOUNTANT),
        ("村会计", "村会计", PostClass.ACCOUNTANT),
        ("文书(会计)", "文书(会计)", PostClass.ACCOUNTANT),
        ("妇联主席", "妇联主席", PostClass.WOMENS_HEAD),
        ("妇女主任", "妇女主任", PostClass.WOMENS_HEAD),
        ("民兵连长", "民兵连长", PostClass.MILITIA_HEAD),
        ("团支部书记", "团支部书记", PostClass.YOUTH_SECRETARY),
        ("村(居)民小组长", "村民小组长", PostClass.GROUP_LEADER),
        ("3组组长", "3组组长", PostClass.GROUP_LEADER),
        ("网格员", "网格员", PostClass.GRID_WORKER),
        ("社工", "社工", PostClass.COMMUNITY_WORKER),
        ("社区工作者", "社区工作者", PostClass.COMMUNITY_WORKER),
        ("专职社区工作者", "专职社区工作者", PostClass.COMMUNITY_WORKER),
        ("第一书记", "第一书记", PostClass.FIRST_SECRETARY),
        ("驻村第一书记", "驻村第一书记", PostClass.FIRST_SECRETARY),
        ("选调生", "选调生", PostClass.SELECTED_GRADUATE),
    ],
)
def test_a_title_is_known_and_takes_its_canonical_form(text: str, title: str, post_class: PostClass) -> None:
    assert only(text) == PostTitle(title, post_class, post_class.body, known=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党总支书记、村委会主任", ["党总支书记", "村委会主任"]),
        ("党总支书记兼村委会主任", ["党总支书记", "村委会主任"]),
        ("党总支书记兼任主任", ["党总支书记", "村委会主任"]),
        ("和苑社区书记和主任", ["党总支书记", "村委会主任"]),
        ("书记/主任", ["党总支书记", "村委会主任"]),
        ("书记主任", ["党总支书记", "村委会主任"]),
        ("村支部书记 村主任", ["党总支书记", "村委会主任"]),
        ("支部书记村主任", ["党总支书记", "村委会主任"]),
        ("党 总 支 书 记", ["党总支书记"]),
        ("支委、村委", ["党总支委员", "村委会委员"]),
        ("支委 村委", ["党总支委员", "村委会委员"]),
        ("长坪村村民小组长和长坪村党总支书记", ["长坪村村民小组长", "党总支书记"]),
        ("村委会委员、妇联主席", ["村委会委员", "妇联主席"]),
        ("书记、支部书记", ["党总支书记"]),
        ("党总支书记、总顾问", ["党总支书记", "总顾问"]),
        ("", []),
        ("无", []),
        ("——", []),
    ],
)
def test_a_list_is_split_into_its_posts(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "总顾问",
        "原村主任",
        "镇党委书记",
        "党群服务中心主任",
        "治保主任",
        "县监委主任",
        "书记助理",
        "第一党支部书记",
        "委员",
        "妇联副主席",
        "驻村工作队队长",
        "拟任村委会主任",
    ],
)
def test_what_nobody_can_place_is_other_and_not_known(text: str) -> None:
    assert only(text) == PostTitle(text, PostClass.OTHER, Body.OTHER, known=False)


@pytest.mark.parametrize(
    ("context", "text", "title", "post_class"),
    [
        (Body.PARTY, "委员", "党总支委员", PostClass.PARTY_MEMBER),
        (Body.COMMITTEE, "委员", "村委会委员", PostClass.COMMITTEE_MEMBER),
        (Body.SUPERVISION, "委员", "村务监督委员会委员", PostClass.SUPERVISION_MEMBER),
        (Body.SUPERVISION, "主任", "村务监督委员会主任", PostClass.SUPERVISION_HEAD),
        (Body.SUPERVISION, "副主任", "副主任", PostClass.SUPERVISION_MEMBER),
        (Body.COMMITTEE, "妇女委员", "妇女委员", PostClass.COMMITTEE_MEMBER),
        (Body.PARTY, "妇女委员", "妇女委员", PostClass.PARTY_MEMBER),
        (Body.COMMITTEE, "主任", "村委会主任", PostClass.COMMITTEE_DIRECTOR),
        (Body.PARTY, "书记", "党总支书记", PostClass.PARTY_SECRETARY),
    ],
)
def test_the_column_tells_what_a_bare_title_is(
    context: Body, text: str, title: str, post_class: PostClass
) -> None:
    assert only(text, context=context) == PostTitle(title, post_class, post_class.body, known=True)


def test_titles_tell_the_party_form_where_the_unit_does_not() -> None:
    assert titles("党委书记、委员", form=None, unit=COMMUNITY, context=Body.PARTY) == ["党委书记", "党委委员"]
    assert titles("书记", form=None) == ["党组织书记"]


def test_a_title_of_another_party_form_is_kept_as_written() -> None:
    assert only("党支部书记", form=GENERAL) == PostTitle(
        "党支部书记", PostClass.PARTY_SECRETARY, Body.PARTY, known=True
    )


def test_the_word_of_the_other_kind_of_unit_is_put_right() -> None:
    assert titles("村委会主任、村务监督委员会主任", unit=COMMUNITY) == ["居委会主任", "居务监督委员会主任"]


@pytest.mark.parametrize(
    ("post_class", "unit", "form", "title"),
    [
        (PostClass.PARTY_DEPUTY_SECRETARY, VILLAGE, GENERAL, "党总支副书记"),
        (PostClass.PARTY_SECRETARY, COMMUNITY, COMMITTEE, "党委书记"),
        (PostClass.PARTY_MEMBER, VILLAGE, BRANCH, "党支部委员"),
        (PostClass.COMMITTEE_DEPUTY_DIRECTOR, COMMUNITY, COMMITTEE, "居委会副主任"),
        (PostClass.SUPERVISION_HEAD, COMMUNITY, COMMITTEE, "居务监督委员会主任"),
        (PostClass.SUPERVISION_HEAD, VILLAGE, None, "村务监督委员会主任"),
        (PostClass.GROUP_LEADER, VILLAGE, None, "村民小组长"),
        (PostClass.ACCOUNTANT, VILLAGE, None, "文书"),
        (PostClass.WOMENS_HEAD, VILLAGE, None, "妇联主席"),
    ],
)
def test_the_office_prints_the_canonical_title(
    post_class: PostClass, unit: UnitType, form: PartyForm | None, title: str
) -> None:
    assert canonical_title(post_class, unit, form) == title


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("党委书记", COMMITTEE),
        ("党总支委员", GENERAL),
        ("村党支部书记", BRANCH),
        ("支书", BRANCH),
        ("支委", BRANCH),
        ("书记", None),
        ("村委会主任", None),
        ("团支部书记", None),
    ],
)
def test_a_title_names_the_party_form(title: str, form: PartyForm | None) -> None:
    assert party_form_of(title) is form


@pytest.mark.parametrize("post_class", [each for each in PostClass if each is not PostClass.OTHER])
def test_the_label_of_every_class_is_read_as_that_class(post_class: PostClass) -> None:
    assert only(post_class.label, form=None).post_class is post_class


def test_the_team_stands_in_office_order() -> None:
    held = [
        PostClass.SUPERVISION_HEAD,
        PostClass.COMMITTEE_DIRECTOR,
        PostClass.PARTY_SECRETARY,
        PostClass.PARTY_MEMBER,
    ]
    assert sorted(held, key=team_order) == [
        PostClass.PARTY_SECRETARY,
        PostClass.COMMITTEE_DIRECTOR,
        PostClass.PARTY_MEMBER,
        PostClass.SUPERVISION_HEAD,
    ]


OWN = OwnTitles(
    {
        "综治专干": PostClass.OTHER,
        "党建指导员": PostClass.PARTY_MEMBER,
        "原野管护员": PostClass.GRID_WORKER,
    }
)


def own(text: str) -> list[tuple[str, PostClass, bool]]:
    posts = read_posts(text, unit_type=VILLAGE, party_form=GENERAL, own=OWN)
    return [(post.title, post.post_class, post.known) for post in posts]


def test_titles_that_an_office_set_are_known_and_keep_their_words() -> None:
    assert own("综治专干") == [("综治专干", PostClass.OTHER, True)]
    assert own("金竹村综治专干、文书") == [
        ("综治专干", PostClass.OTHER, True),
        ("文书", PostClass.ACCOUNTANT, True),
    ]
    assert own("村主任兼党建指导员") == [
        ("村委会主任", PostClass.COMMITTEE_DIRECTOR, True),
        ("党建指导员", PostClass.PARTY_MEMBER, True),
    ]
    assert own("原野管护员") == [("原野管护员", PostClass.GRID_WORKER, True)]


def test_titles_side_by_side_are_parted_by_the_office_s_own_words() -> None:
    assert [title for title, _class, _known in own("文书综治专干")] == ["文书", "综治专干"]


def test_without_its_setting_the_same_title_is_not_known() -> None:
    (post,) = read_posts("综治专干", unit_type=VILLAGE, party_form=GENERAL)
    assert (post.post_class, post.known) == (PostClass.OTHER, False)
