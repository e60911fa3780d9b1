"""What survey programs write of an interview beside the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.scaffold.guessing.columns import Column

# columns of the interview by the program that writes them, letters and digits alone
_PROGRAMS = (
    "startdate enddate status ipaddress progress durationinseconds finished recordeddate responseid recipientlastname"
    " recipientfirstname recipientemail externalreference locationlatitude locationlongitude distributionchannel"
    " userlanguage qrecaptchascore",
    "id submitdate lastpage startlanguage seed startdate datestamp ipaddr refurl interviewtime responseid"
    " datesubmitted datestarted datelastaction ipaddress referrerurl totaltime",
    "responseid timestarted datesubmitted status contactid legacycomments comments language referer sessionid"
    " useragent ipaddress",
    "respondentid collectorid startdate enddate datecreated datemodified ipaddress emailaddress firstname lastname"
    " customdata1",
    "start end today deviceid phonenumber subscriberid simserial simid devicephonenum username audit id uuid"
    " submissiontime validationstatus notes status submittedby version tags index formhubuuid metainstanceid"
    " metainstancename xformidstring",
)


def of_interview(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Columns that the program of the interviews wrote about them, where three of them tell which it was: status,
    language, duration. Those with labels are questions."""
    plain = {name: re.sub(r"[^a-z0-9]", "", name.casefold()) for name in columns}
    found: set[str] = set()
    for program in _PROGRAMS:
        its = {name for name, short in plain.items() if short in program.split()}
        found |= its if len(its) >= 3 else set()
    return tuple(name for name, column in columns.items() if name in found and not column.labels)
