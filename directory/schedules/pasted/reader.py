"""The state in which pasted words about opening hours are read: days and times so far, and what was asked."""

from dataclasses import dataclass, field, replace

from directory.schedules.pasted import times
from directory.schedules.pasted.hours import EVERY_WEEK, PastedHours, WeeklyTimes, time_at
from directory.schedules.pasted.times import Minutes
from directory.schedules.pasted.tokens import Kind, Token
from directory.schedules.wording.days import weekdays_words
from directory.schedules.wording.times import time_words


@dataclass
class Reader:
    """Goes through the parts of a text once. `rules` are those finished or still growing."""

    text: str
    tokens: list[Token]
    times_first: bool
    """Whether times stand before their days: "10-12 Mondays"."""
    rules: list[WeeklyTimes] = field(default_factory=list)
    pending: list[WeeklyTimes] = field(default_factory=list)
    """Days that wait for their times, each with which of the month they are."""
    spans: list[Minutes] = field(default_factory=list)
    """Times that wait for their days, where times come first."""
    group: list[int] = field(default_factory=list)
    """The numbers of the rules that the latest times belong to."""
    questions: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    """Which characters of the text each question is about; (0, 0) where it is about none."""
    closed_bank_holidays: bool | None = None
    half: str = ""
    ordinals: tuple[int, ...] = EVERY_WEEK
    term_before: bool = False
    closing: bool = False
    """Whether the days that follow are days on which it is closed."""
    weeks_unknown: bool = False
    """Whether the days that follow are in some weeks, which are not known."""
    lost_days: bool = False
    """Whether the times that follow belong to days that are left out."""

    def ask(self, question: str, token: Token | None = None) -> None:
        """Note a question, once, and the token that it is about."""
        if question not in self.questions:
            self.questions.append(question)
            self.places.append((token.start, token.end) if token else (0, 0))

    def gap(self, number: int) -> str:
        """Return the words between a token and the next one, or the end."""
        end = self.tokens[number + 1].start if number + 1 < len(self.tokens) else len(self.text)
        return self.text[self.tokens[number].end : end]

    def before(self, number: int) -> str:
        """Return the words between the previous token and this one."""
        start = self.tokens[number - 1].end if number else 0
        return self.text[start : self.tokens[number].start]

    def next_kind(self, number: int) -> Kind | None:
        """Return the kind of the next token, or None at the end."""
        return self.tokens[number + 1].kind if number + 1 < len(self.tokens) else None

    def add_days_after_times(self, named: WeeklyTimes) -> None:
        """Give days the times before them; further days get those of the days before: "10-12 Mondays and
        Fridays".
        """
        if self.spans:
            self.group = [len(self.rules)]
            self.rules.append(replace(named, spans=tuple(self.spans)))
            self.spans = []
        elif self.rules:
            self.group.append(len(self.rules))
            self.rules.append(replace(named, spans=self.rules[-1].spans))

    def remove_days(self, token: Token) -> None:
        """Take days out of those that were named last: "every day except Sunday", "closed Mondays"."""
        waiting = [replace(each, days=_without(each.days, token.days)) for each in self.pending]
        self.pending = [each for each in waiting if each.days]
        for place in self.group if not self.pending else ():
            rule = self.rules[place]
            if len(rule.days) > 1:
                self.rules[place] = replace(rule, days=_without(rule.days, token.days))

    def add_span(self, token: Token, minutes: Minutes) -> None:
        """Add further times to the days that have some: "9am-12pm and 1pm-5pm"."""
        for place in self.group:
            rule = self.rules[place]
            if any(_overlap(minutes, other) for other in rule.spans):
                self.ask(
                    f"“{token.text}”: is that a break, when it is closed, or a time when it is open?", token
                )
            else:
                self.rules[place] = replace(rule, spans=(*rule.spans, minutes))

    def closed_between(self, token: Token) -> None:
        """Cut a break out of the times: "9am-5pm, closed 12-1 for lunch"."""
        start, end = times.together(token.times[0], token.times[1], half="lunch").minutes
        for place in self.group:
            cut: list[Minutes] = []
            for span in self.rules[place].spans:
                inside = span[0] < start < end < span[1]
                cut += [(span[0], start), (end, span[1])] if inside else [span]
            if len(cut) == len(self.rules[place].spans):
                self.ask(f"“{token.text}”: on which days is it closed then?", token)
            self.rules[place] = replace(self.rules[place], spans=tuple(cut))

    def drop_group(self) -> None:
        """Leave out the days whose weeks are not known: which those are is not guessed."""
        if self.pending:
            self.pending = []
            self.lost_days = True
            return
        self.rules = [rule for place, rule in enumerate(self.rules) if place not in self.group]
        self.group = []

    def take_late_ordinals(self) -> None:
        """Let days at the end say which of the month: "Thursday 11am-1pm (first Thursday of the month)"."""
        for late in [each for each in self.pending if each.ordinals]:
            for place in self.group:
                if self.rules[place].days == late.days and not self.rules[place].ordinals:
                    self.rules[place] = replace(self.rules[place], ordinals=late.ordinals)
                    self.pending = [each for each in self.pending if each != late]

    def finished(self) -> PastedHours:
        """Return what was read, after asking about days without times and times without days."""
        self.take_late_ordinals()
        rules = [rule for rule in self.rules if rule.days and rule.spans]
        if self.spans and (self.times_first or not rules):
            self.ask("On which days are these times?")
        elif self.spans:
            self.ask(f"On which days is it open {in_words(self.spans[0])}?")
        if self.pending and not self.times_first:
            self.ask("What are the times on " + _days_in_words(self.pending) + "?")
        if not rules and not self.questions:
            self.ask("Which days and times is it open? For example: Tuesdays 10am to 12 noon.")
        return PastedHours(
            tuple(_joined(rules)), tuple(self.questions), self.closed_bank_holidays, tuple(self.places)
        )


def _without(days: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(day for day in days if day not in others)


def _overlap(one: Minutes, other: Minutes) -> bool:
    return one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1)


def in_words(minutes: Minutes) -> str:
    """Return two times as "9.30am to 2.30pm"."""
    return f"{time_words(time_at(minutes[0]))} to {time_words(time_at(minutes[1]))}"


def _days_in_words(waiting: list[WeeklyTimes]) -> str:
    return weekdays_words({day for each in waiting for day in each.days})


def _joined(rules: list[WeeklyTimes]) -> list[WeeklyTimes]:
    """Return rules without doubled times; the times of the same days are put together, in the order of the
    day.
    """
    together: dict[tuple[tuple[int, ...], tuple[int, ...], bool], list[Minutes]] = {}
    for rule in rules:
        spans = together.setdefault((rule.days, rule.ordinals, rule.term_time), [])
        spans += [span for span in rule.spans if span not in spans]
    return [
        WeeklyTimes(days, tuple(sorted(spans)), ordinals, term_time)
        for (days, ordinals, term_time), spans in together.items()
    ]
