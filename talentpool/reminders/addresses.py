"""Where a reminder is dealt with."""

from __future__ import annotations

from talentpool.reminders.queries import Reminder
from talentpool.vocabulary import ReminderKind
from talentpool.web.links import url_if_allowed


def address_of(one: Reminder) -> str | None:
    """Where it is dealt with, as far as the reader may go there."""
    record = one.record_id
    if one.kind in (ReminderKind.GUIDANCE, ReminderKind.MEETING, ReminderKind.PAIRING_END):
        return url_if_allowed("mentorship.show_pair", pairing_id=record) or url_if_allowed(
            "guidance.show_own", pairing_id=record
        )
    pages: dict[ReminderKind, tuple[str, dict[str, int | None]]] = {
        ReminderKind.NO_MENTOR: ("mentorship.assign_mentor", {"person_id": one.person_id}),
        ReminderKind.REVIEW: ("pool.show_entry", {"entry_id": record}),
        ReminderKind.STUDY_TERM: ("education.show_course", {"course_id": one.parent_id}),
        ReminderKind.GRADUATION: ("education.show_course", {"course_id": record}),
        ReminderKind.SUBSIDY: ("education.show_course", {"course_id": one.parent_id}),
        ReminderKind.BY_ELECTION: ("posts.show_vacancy", {"vacancy_id": record}),
        ReminderKind.TERM: ("posts.show_term", {"term_id": record}),
    }
    endpoint, values = pages.get(one.kind, ("", {}))
    found = url_if_allowed(endpoint, **values)
    if found is None and one.person_id is not None:
        found = url_if_allowed("people.show_person", person_id=one.person_id)
    return found
