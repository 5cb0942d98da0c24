"""Titles of posts as offices write them: “党总支书记、村委会主任”, “一肩挑,书记,主任”. Pure.

A list is split, each title is matched against the patterns of `_PATTERNS`, from the most special to
the barest, and plain synonyms take the canonical title; what says more is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from talentpool.vocabulary import TWO_COMMITTEES, Body, PartyForm, PostClass, UnitType
from talentpool.writing import folded, is_empty_mark

# A unit's name before the title: it ends in 村 or 社区, or stands before 村委会, 居委会, 村务…,
# and holds no title itself, so that “党支部书记 村主任” stays two posts.
_PLACE = (
    r"(?:(?:(?!书记|主任|主席|委员|支委|党委|支部|总支|组长|连长|营长|村长|会计|文书|报账员|网格|社工|选调)[^()]){0,12}?"
    r"(?:村|社区|(?=[村居](?:委|民委|务|监))))?"
)
_PARTY = r"(?:联合)?(?:党委|党总支部?|党支部|总支部?|支部|党组织)"
_COMMITTEE = r"(?:村民委员会|居民委员会|村居民委员会|村委会|居委会|村居委会|村委|居委)"
_SUPERVISION = r"(?:(?:村居?|居)?务?(?:监督委员会|监督委|监委会?|监会)|(?:村居?|居)务监督)"
_DUTY = r"(?P<more>组织|宣传|纪检|纪律检查|统战|青年|妇女|生产|保密|政法|群团|群众|文体|治保|调解)"
_NUMBER = r"(?:第?[0-9一二三四五六七八九十]+)"

_PATTERNS: tuple[tuple[PostClass, re.Pattern[str]], ...] = tuple(
    (post_class, re.compile(_PLACE + f"(?P<core>{core})"))
    for post_class, core in (
        (PostClass.FIRST_SECRETARY, "(?:驻村|驻社区|选派)?第一书记"),
        (PostClass.SELECTED_GRADUATE, "(?:驻村|驻社区|省级?|市级?|县级?)?选调生"),
        (PostClass.YOUTH_SECRETARY, "(?:共青)?团(?:总支部?|支部|委)书记"),
        (PostClass.WOMENS_HEAD, "妇联(?:主席|主任)|妇女(?:主任|主席)|妇代会主任|妇女联合会主席"),
        (PostClass.MILITIA_HEAD, "(?:基干)?民兵(?:连长|营长)"),
        (PostClass.ACCOUNTANT, "文书|会计|报账员"),
        (PostClass.GROUP_LEADER, f"{_NUMBER}?(?:村民|居民|村居民)?小组组?长|{_NUMBER}(?:村民|居民)?组组?长"),
        (PostClass.GRID_WORKER, "(?:专职|兼职|专兼职)?网格(?:员|长)"),
        (PostClass.COMMUNITY_WORKER, "社工|(?:专职)?(?:社区)?(?:专职)?工作者"),
        (PostClass.SUPERVISION_HEAD, f"{_SUPERVISION}主任"),
        (PostClass.SUPERVISION_MEMBER, f"{_SUPERVISION}(?:委员|成员|(?P<more>副主任))"),
        (PostClass.PARTY_SECRETARY, f"(?:{_PARTY})?书记|支书"),
        (PostClass.PARTY_DEPUTY_SECRETARY, f"(?:{_PARTY})?(?P<more>常务|专职)?副书记|副支书"),
        (PostClass.PARTY_MEMBER, f"{_PARTY}{_DUTY}?委员|支委(?:会?委员)?|(?:党委|党总支|党支部|支部)成员"),
        (PostClass.COMMITTEE_DIRECTOR, f"{_COMMITTEE}?主任|村长"),
        (PostClass.COMMITTEE_DEPUTY_DIRECTOR, f"{_COMMITTEE}?(?P<more>常务|专职)?副主任|副村长"),
        (PostClass.COMMITTEE_MEMBER, f"{_COMMITTEE}{_DUTY}?(?:委员|成员)|村委|居委"),
    )
)
_DUTY_MEMBER = re.compile(f"{_PLACE}(?P<core>{_DUTY}委员)")
_BARE_BY_BODY: dict[Body, dict[str, PostClass]] = {
    Body.PARTY: {"委员": PostClass.PARTY_MEMBER, "成员": PostClass.PARTY_MEMBER},
    Body.COMMITTEE: {"委员": PostClass.COMMITTEE_MEMBER, "成员": PostClass.COMMITTEE_MEMBER},
    Body.SUPERVISION: {
        "主任": PostClass.SUPERVISION_HEAD,
        "副主任": PostClass.SUPERVISION_MEMBER,
        "委员": PostClass.SUPERVISION_MEMBER,
        "成员": PostClass.SUPERVISION_MEMBER,
    },
}
_PARTY_WORDS = {
    PartyForm.COMMITTEE: "党委",
    PartyForm.GENERAL_BRANCH: "党总支",
    PartyForm.BRANCH: "党支部",
    None: "党组织",
}
_PARTY_TITLES = {
    PostClass.PARTY_SECRETARY: "书记",
    PostClass.PARTY_DEPUTY_SECRETARY: "副书记",
    PostClass.PARTY_MEMBER: "委员",
}
_COMMITTEE_TITLES = {
    PostClass.COMMITTEE_DIRECTOR: "主任",
    PostClass.COMMITTEE_DEPUTY_DIRECTOR: "副主任",
    PostClass.COMMITTEE_MEMBER: "委员",
}
_SUPERVISION_TITLES = {PostClass.SUPERVISION_HEAD: "主任", PostClass.SUPERVISION_MEMBER: "委员"}
_OTHER_TITLES = {PostClass.ACCOUNTANT: "文书", PostClass.COMMUNITY_WORKER: "社区工作者"}
_TEAM_ORDER = {post_class: post_class.order for post_class in PostClass}

_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_SEPARATORS = re.compile(rf"[、,;/|+\n\r]+{_OUTSIDE_BRACKETS}|。|兼任?{_OUTSIDE_BRACKETS}")
_JOINERS = re.compile(r"[和及与]")
_QUOTES = re.compile(r"[“”\"「」『』'‘’]")
_BOTH_UNITS = re.compile(r"(?<=村)[(/]居[)/]?|(?<=居)[(/]村[)/]?")
_NOTE = re.compile(r"(?P<title>[^()]+)\((?P<note>[^()]*)\)")
_EMPTY_NOTES = ("", "兼", "兼任")
_DUAL = "一肩挑"
_LONGEST_LIST = 500
_NOT_PRESENT = re.compile(r"原(?!野)|前任|曾任|拟任|拟|候选")
_DUAL_POSTS = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR)


@dataclass(frozen=True, slots=True)
class PostTitle:
    """One post as a person holds it; `known` is False when nobody can say what it is (class OTHER)."""

    title: str
    post_class: PostClass
    body: Body
    known: bool


@dataclass(frozen=True, eq=False)
class OwnTitles:
    """Titles that an office set for itself, with their classes; they win over the words known here.

    Compared by identity, so that what a text means is found once for one set.
    """

    classes: Mapping[str, PostClass] = field(default_factory=dict)

    def find(self, text: str) -> tuple[str, PostClass] | None:
        """The title, with or without its unit before it, and its class."""
        title = next((one for one in (text, _without_place(text)) if one in self.classes), None)
        return (title, self.classes[title]) if title is not None else None


NO_TITLES = OwnTitles()
_PLACE_BEFORE = re.compile(f"{_PLACE}(?P<title>.+)")


def _without_place(text: str) -> str:
    match = _PLACE_BEFORE.fullmatch(text)
    return match["title"] if match else text


@dataclass(frozen=True, slots=True)
class _Match:
    post_class: PostClass
    core: str
    note: str
    says_more: bool
    own: bool = False


def read_posts(
    text: str,
    *,
    unit_type: UnitType,
    party_form: PartyForm | None,
    context: Body | None = None,
    own: OwnTitles = NO_TITLES,
) -> list[PostTitle]:
    """The posts of a cell, once each, in the order written; [] for an empty cell.

    `party_form` is the unit's; when it is None the titles tell it. `context` is the body of the column:
    it alone tells what a bare “委员” is; without it a bare “委员” is not known.
    “一肩挑” stands for secretary and director. `own` are the office's own titles.
    """
    clean = _BOTH_UNITS.sub("", _QUOTES.sub("", folded(text)))
    if is_empty_mark(clean):
        return []
    if len(clean) > _LONGEST_LIST:
        return [_unknown(clean)]
    listed, is_dual = _without_dual(clean)
    pieces = [piece for part in _SEPARATORS.split(listed) for piece in _titles_in(part.strip(), context, own)]
    form = party_form or next(filter(None, map(party_form_of, pieces)), None)
    posts = [_read_one(piece, unit_type, form, context, own) for piece in pieces]
    if is_dual:
        missing = [each for each in _DUAL_POSTS if each not in {post.post_class for post in posts}]
        posts = [_plain(each, unit_type, form) for each in missing] + posts
        posts.sort(
            key=lambda post: _DUAL_POSTS.index(post.post_class) if post.post_class in _DUAL_POSTS else 2
        )
    return list(dict.fromkeys(posts))


def canonical_title(post_class: PostClass, unit_type: UnitType, party_form: PartyForm | None) -> str:
    """The title the office prints: 党总支副书记, 居委会副主任, 居务监督委员会主任."""
    resident = unit_type is UnitType.COMMUNITY
    if post_class in _PARTY_TITLES:
        return _PARTY_WORDS[party_form] + _PARTY_TITLES[post_class]
    if post_class in _COMMITTEE_TITLES:
        return ("居委会" if resident else "村委会") + _COMMITTEE_TITLES[post_class]
    if post_class in _SUPERVISION_TITLES:
        return ("居务" if resident else "村务") + "监督委员会" + _SUPERVISION_TITLES[post_class]
    if post_class is PostClass.GROUP_LEADER:
        return "居民小组长" if resident else "村民小组长"
    return _OTHER_TITLES.get(post_class, post_class.label)


def party_form_of(title: str) -> PartyForm | None:
    """The form of Party organization that a title names, None when it names none: 党委书记 → COMMITTEE."""
    if re.search(r"团(?:委|总支|支部)", title):
        return None
    if "党委" in title:
        return PartyForm.COMMITTEE
    if "总支" in title:
        return PartyForm.GENERAL_BRANCH
    return PartyForm.BRANCH if re.search(r"支部|支书|支委", title) else None


def team_order(post_class: PostClass) -> int:
    """Place of a post in the team's table, from 0."""
    return _TEAM_ORDER[post_class]


def _without_dual(text: str) -> tuple[str, bool]:
    if _DUAL not in text:
        return text, False
    rest = text.replace(f"({_DUAL})", ",").replace(_DUAL, ",").strip(",、;/ ")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return rest, True


def _titles_in(part: str, context: Body | None, own: OwnTitles) -> list[str]:
    """One title, or several side by side with a blank, 和 or nothing between; [] for nothing."""
    whole = re.sub(r"\s+", "", part)
    if not whole:
        return []
    if both := _leaders_in(whole, context, own):
        return both
    if _match(whole, context, own):
        return [whole]
    words = part.split()
    if len(words) > 1 and all(_match(word, context, own) for word in words):
        return words
    for joiner in _JOINERS.finditer(whole):
        left, right = whole[: joiner.start()], whole[joiner.end() :]
        if right and _match(left, context, own):
            return [left, *_titles_in(right, context, own)]
    for cut in range(2, len(whole) - 1):
        if _match(whole[:cut], context, own) and _match(whole[cut:], context, own):
            return [whole[:cut], whole[cut:]]
    return [whole]


def _leaders_in(whole: str, context: Body | None, own: OwnTitles) -> list[str]:
    """Secretary and director of one person, one behind the other in brackets: “书记(主任)”; [] for anything else."""
    noted = _NOTE.fullmatch(whole)
    if noted is None:
        return []
    titles = [noted["title"], noted["note"]]
    classes = [match.post_class for title in titles if (match := _match(title, context, own)) is not None]
    return titles if sorted(classes) == sorted(_DUAL_POSTS) else []


@lru_cache(maxsize=4096)
def _match(text: str, context: Body | None, own: OwnTitles) -> _Match | None:
    if not text:
        return None
    if (known := own.find(text)) is not None:
        return _Match(known[1], known[0], "", says_more=True, own=True)
    if _NOT_PRESENT.match(text):
        return None
    noted = _NOTE.fullmatch(text)
    title, note = (noted["title"], noted["note"]) if noted else (text, "")
    note = "" if note in _EMPTY_NOTES else note
    if context and (bare := _BARE_BY_BODY.get(context, {}).get(title)):
        return _Match(bare, title, note, says_more=title == "副主任")
    for post_class, pattern in _PATTERNS:
        if match := pattern.fullmatch(title):
            return _Match(post_class, match["core"], note, bool(match.groupdict().get("more")))
    if match := _DUTY_MEMBER.fullmatch(title):
        in_committee = context is Body.COMMITTEE
        member = PostClass.COMMITTEE_MEMBER if in_committee else PostClass.PARTY_MEMBER
        return _Match(member, match["core"], note, says_more=True)
    return None


def _read_one(
    text: str, unit_type: UnitType, form: PartyForm | None, context: Body | None, own: OwnTitles
) -> PostTitle:
    match = _match(text, context, own)
    if match is None:
        return _unknown(text)
    plain = _plain(match.post_class, unit_type, form)
    if match.own:
        title = match.core
    elif plain.body not in (*TWO_COMMITTEES, Body.SUPERVISION):
        title = text
    elif match.says_more or _names_another_form(match.core, form):
        title = match.core + (f"({match.note})" if match.note else "")
    else:
        title = plain.title + (f"({match.note})" if match.note else "")
    return PostTitle(title, match.post_class, plain.body, known=True)


def _unknown(text: str) -> PostTitle:
    return PostTitle(text, PostClass.OTHER, Body.OTHER, known=False)


def _plain(post_class: PostClass, unit_type: UnitType, form: PartyForm | None) -> PostTitle:
    return PostTitle(canonical_title(post_class, unit_type, form), post_class, post_class.body, known=True)


def _names_another_form(core: str, form: PartyForm | None) -> bool:
    """“党支部书记” in a unit with a 党总支 may be the secretary of one of its branches: keep the words."""
    return core.startswith("党") and party_form_of(core) not in (None, form)
