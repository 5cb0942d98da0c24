"""Posts, how they are come by and left, vacancies and elections (村组法11, 15, 19, 26)."""

from __future__ import annotations

from talentpool.vocabulary.labelled import Labelled
from talentpool.vocabulary.units import Body


class PostClass(Labelled):
    """What a titled post is, whatever the unit calls it; the order is the office's team order."""

    PARTY_SECRETARY = "party_secretary", "党组织书记"
    PARTY_DEPUTY_SECRETARY = "party_deputy_secretary", "党组织副书记"
    COMMITTEE_DIRECTOR = "committee_director", "村(居)委会主任"
    COMMITTEE_DEPUTY_DIRECTOR = "committee_deputy_director", "村(居)委会副主任"
    PARTY_MEMBER = "party_member", "党组织委员"
    COMMITTEE_MEMBER = "committee_member", "村(居)委会委员"
    SUPERVISION_HEAD = "supervision_head", "监督委员会主任"
    SUPERVISION_MEMBER = "supervision_member", "监督委员会委员"
    ACCOUNTANT = "accountant", "文书(会计)"
    WOMENS_HEAD = "womens_head", "妇联主席"
    MILITIA_HEAD = "militia_head", "民兵连长"
    YOUTH_SECRETARY = "youth_secretary", "团支部书记"
    GROUP_LEADER = "group_leader", "村(居)民小组长"
    GRID_WORKER = "grid_worker", "网格员"
    COMMUNITY_WORKER = "community_worker", "社区工作者"
    FIRST_SECRETARY = "first_secretary", "第一书记"
    SELECTED_GRADUATE = "selected_graduate", "选调生"
    OTHER = "other", "其他职务"

    @property
    def body(self) -> Body:
        """The body in which a post of this class sits."""
        if self in (PostClass.PARTY_SECRETARY, PostClass.PARTY_DEPUTY_SECRETARY, PostClass.PARTY_MEMBER):
            return Body.PARTY
        if self in (
            PostClass.COMMITTEE_DIRECTOR,
            PostClass.COMMITTEE_DEPUTY_DIRECTOR,
            PostClass.COMMITTEE_MEMBER,
        ):
            return Body.COMMITTEE
        if self in (PostClass.SUPERVISION_HEAD, PostClass.SUPERVISION_MEMBER):
            return Body.SUPERVISION
        return Body.OTHER


class EndCause(Labelled):
    """Why an appointment ended or a post fell vacant."""

    TERM_END = "term_end", "换届离任"
    RESIGNED = "resigned", "辞职"
    OVER_AGE = "over_age", "到龄离任"
    TRANSFERRED = "transferred", "调整职务"
    MOVED_AWAY = "moved_away", "外出(迁出)"
    DISMISSED = "dismissed", "免职(罢免)"
    DISCIPLINE = "discipline", "违纪违法"
    SENTENCED = "sentenced", "被判处刑罚"
    TWICE_INCOMPETENT = "twice_incompetent", "连续两次评议不称职"
    DIED = "died", "去世"
    NEVER_FILLED = "never_filled", "选举未产生"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "原因未登记"


class AppointmentBasis(Labelled):
    """How the holder came to the post; the committee is elected by law (村组法11)."""

    ELECTED = "elected", "换届选举"
    BY_ELECTION = "by_election", "补选"
    APPOINTED = "appointed", "任命(党内)"
    STATED = "stated", "按花名册登记"


class PostState(Labelled):
    """How a seat of a post stands on a day; nothing is invented where nothing was registered."""

    HELD = "held", "在任"
    VACANT = "vacant", "空缺"
    UNSTATED = "unstated", "情况未登记"


class VacancyOutcome(Labelled):
    """How a vacancy closed."""

    FILLED = "filled", "已补选"
    WITHDRAWN = "withdrawn", "登记有误,撤销"
    SEAT_CUT = "seat_cut", "职数核减"
    TERM_ENDED = "term_ended", "任期届满"


class ElectionKind(Labelled):
    """Which election of a committee it is."""

    BY_ELECTION = "by_election", "补选"
    RE_ELECTION = "re_election", "换届选举"


class ElectionState(Labelled):
    """How far an election has come."""

    PLANNED = "planned", "拟举行"
    ELECTED = "elected", "已选出"
    FAILED = "failed", "未选出"
    CANCELLED = "cancelled", "取消"


class ElectionWay(Labelled):
    """Who votes; the thresholds differ (村组法15、26, 党的基层组织选举工作条例)."""

    RESIDENTS = "residents", "村(居)民投票选举"
    REPRESENTATIVES = "representatives", "村(居)民代表会议"
    PARTY_MEMBERS = "party_members", "党员大会"
