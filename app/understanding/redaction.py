"""Leaving personal records out of what is looked up, shown or kept.

Schools may not disclose student records (FERPA, 20 U.S.C. § 1232g). Names of public leaders, such
as those that the report quotes, are no such records and stay.
"""

import re

LEFT_OUT = "[left out]"

# Every run is bounded: what people paste may hold a hundred thousand letters without a blank.
_NAME = r"(?<!\w)[A-Z][a-z’'-]{1,30}(?:\s{1,3}[A-Z][a-z’'.-]{1,30}){0,2}"
_CHILD = (
    r"(?:student|pupil|child|kid|daughter|son|(?:first|second|third|\d+(?:st|nd|rd|th))[- ]grader)"
)
_FULL_NAME = r"(?<!\w)[A-Z][a-z’'-]{1,30}(?:\s{1,3}[A-Z][a-z’'.-]{1,30}){1,2}"
_GRADE = (
    r"(?:grade\s\d{1,2}|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|\d{1,2}(?:st|nd|rd|th))[- ]grade|kindergarten|homeroom|period\s\d|class\b)"
)
_IN_GRADE = rf"(?=,?\s{{1,3}}(?:in|from|of)\s{{1,3}}(?:(?:the|my|our|her|his)\s)?{_GRADE})"
_PATTERNS = (
    re.compile(rf"(?P<kept>\b{_CHILD}s?,?\s{{1,3}}(?:named|called)\s{{1,3}}){_NAME}"),
    re.compile(
        rf"(?P<kept>\b(?i:my|our|a|the|this|one|his|her)\s{{1,3}}{_CHILD},?\s{{1,3}}){_NAME}"
    ),
    re.compile(
        rf"(?P<kept>){_NAME}(?=,?\s{{1,3}}(?:is|was|has)\s{{1,3}}(?:an?\s{{1,3}})?(?:\w{{1,30}}\s{{1,3}})?{_CHILD}\b)"
    ),
    # Whoever is in a grade or a class is a child, whatever else is said of them. One capital letter
    # alone may only begin a sentence.
    re.compile(rf"(?P<kept>)(?:{_FULL_NAME}|(?<=[a-z,;]\s){_NAME}){_IN_GRADE}"),
    re.compile(r"(?P<kept>)(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    re.compile(r"(?P<kept>)\b\d{3}-\d{2}-\d{4}\b"),
    re.compile(r"(?P<kept>)(?:\+?1[-. ]?)?(?:\(\d{3}\)\s?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b"),
    re.compile(r"(?P<kept>\b(?:id|ID)(?:\s{1,3}(?:number|no\.?))?\s{0,3}[:#]?\s{0,3})\d{4,}\b"),
    re.compile(r"(?P<kept>\b(?:born(?:\s+on)?|DOB:?|date of birth:?)\s+)[\d/.-]{6,10}\b"),
)


def leave_out_records(text: str) -> str:
    """Return `text` with what looks like a child's name or a personal record left out."""
    for pattern in _PATTERNS:
        text = pattern.sub(lambda match: f"{match.group('kept')}{LEFT_OUT}", text)
    return text
